#include "sandbox/server/clock.hpp"

namespace mediumsync::sandbox {

Instant real_time() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void Clock::run_from(Instant now) {
  frozen_.reset();
  offset_ = now - real_time();
}

void Clock::advance(std::chrono::milliseconds by) {
  if (frozen_) {
    *frozen_ += by;
  } else {
    offset_ += by;
  }
}

}  // namespace mediumsync::sandbox
