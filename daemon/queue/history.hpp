// Everything that happened to one post.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "queue/record.hpp"

namespace mediumsync::queue {

// One line of it: an event, or an attempt as it ended.
struct Happening {
  core::TimePoint at;
  std::string kind;  // "arrived", an event's kind, or "attempt"
  std::string detail;
  std::optional<std::string> by;  // who asked for it at the control socket
};

struct History {
  Record post;
  std::vector<Happening> happenings;  // oldest first
  // Its events before then are not kept any more, or were more than asked for; its attempts and its arrival always are.
  std::optional<core::TimePoint> cut_before;
};

}  // namespace mediumsync::queue
