// Where local time stands against UTC: the one place that asks the time zone database.
#pragma once

#include <chrono>
#include <string>

#include "core/time.hpp"

namespace date {
class time_zone;
}

namespace mediumsync::schedule {

using LocalTime = std::chrono::local_time<core::Duration>;

// A stretch of time [begin, end) during which a zone's clocks run without a step.
struct Stretch {
  core::TimePoint begin;
  core::TimePoint end;
  std::chrono::seconds offset{0};

  LocalTime to_local(core::TimePoint time) const { return LocalTime(time.time_since_epoch() + offset); }
  core::TimePoint to_utc(LocalTime time) const { return core::TimePoint(time.time_since_epoch() - offset); }
};

// A zone's wall clock. Owned by one calculation: it remembers the stretch it was last asked about.
// **Throws** std::runtime_error for a name the system's database does not know, or when there is no database.
class WallClock {
 public:
  explicit WallClock(const std::string& zone_name);

  const Stretch& stretch_at(core::TimePoint time);
  LocalTime local(core::TimePoint time) { return stretch_at(time).to_local(time); }
  std::chrono::local_days date(core::TimePoint time) { return std::chrono::floor<std::chrono::days>(local(time)); }

  // The first moment after `time` at which the date may be another: local midnight or a step of the clock.
  core::TimePoint date_may_change_after(core::TimePoint time);

 private:
  const date::time_zone* zone_;  // lives as long as the process
  Stretch last_;
};

}  // namespace mediumsync::schedule
