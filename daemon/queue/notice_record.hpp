// What the queue keeps for telling people what happened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "queue/record.hpp"

namespace mediumsync::queue {

// Who is told of which kinds of event.
struct Receiver {
  std::string name;
  std::vector<std::string> kinds;
};

struct ReceiverRecord {
  std::string name;
  std::int64_t waiting = 0;            // notices
  int tries = 0;                       // begun since something last arrived
  std::optional<std::string> failing;  // the reason, while it fails
  std::optional<core::TimePoint> failing_since;
  std::optional<core::TimePoint> next_try;  // absent: at any time
  std::int64_t given_up = 0;                // notices, since something last arrived
};

// What a receiver is told in one go.
struct NoticeMessage {
  std::vector<Event> events;  // oldest first
  std::int64_t beyond = 0;    // more that were not kept: there were too many
};

struct NoticeFailure {
  // perhaps: the same message is tried again, so that its id tells a repeat; no: others may join it.
  enum class Arrived { no, perhaps };
  std::string reason;
  Arrived arrived = Arrived::no;
  core::TimePoint next_try;
  std::optional<core::TimePoint> give_up_before;  // what has waited since before then is given up
};

}  // namespace mediumsync::queue
