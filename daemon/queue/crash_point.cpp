#include "queue/crash_point.hpp"

#ifdef MEDIUMSYNC_CRASH_POINTS

#include <charconv>
#include <csignal>
#include <cstdlib>

namespace mediumsync::queue {

void crash_point(std::string_view name) {
  const char* wanted = std::getenv("MEDIUMSYNC_STOP_AT");
  if (wanted == nullptr) return;
  const std::string_view text(wanted);
  const std::size_t colon = text.find(':');
  if (text.substr(0, colon) != name) return;
  int times = 1;
  if (colon != std::string_view::npos) std::from_chars(text.data() + colon + 1, text.data() + text.size(), times);
  static int passed = 0;
  if (++passed == times) std::raise(SIGKILL);
}

}  // namespace mediumsync::queue

#endif
