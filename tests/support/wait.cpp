#include "support/wait.hpp"

#include <poll.h>

namespace mediumsync::support {

bool eventually(const std::function<bool()>& predicate, std::chrono::milliseconds limit) {
  constexpr int pause_ms = 25;
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!predicate()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    ::poll(nullptr, 0, pause_ms);
  }
  return true;
}

}  // namespace mediumsync::support
