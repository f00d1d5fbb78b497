// What a failed check prints of the values that tests compare.
#pragma once

#include <ostream>

#include "queue/record.hpp"

namespace mediumsync::core {
inline std::ostream& operator<<(std::ostream& out, State state) {
  return out << to_string(state);
}
inline std::ostream& operator<<(std::ostream& out, TimePoint time) {
  return out << format_rfc3339(time);
}
inline std::ostream& operator<<(std::ostream& out, PostId id) {
  return out << id.value;
}
}  // namespace mediumsync::core
namespace mediumsync::queue {
inline std::ostream& operator<<(std::ostream& out, Cause cause) {
  return out << to_string(cause);
}
}  // namespace mediumsync::queue
