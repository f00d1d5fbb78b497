// When an account may publish: pure arithmetic over windows, spacing and Medium's quota. Time is a parameter.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "schedule/window.hpp"

namespace mediumsync::schedule {

// One account's rules. `windows` is never empty.
struct Plan {
  std::string timezone = "America/New_York";  // IANA name
  std::vector<Window> windows;
  core::Duration min_gap = std::chrono::hours(20);
  int max_per_day = 1;  // local days of `timezone`
  bool operator==(const Plan&) const = default;
};

// "Tue-Thu 07:00-09:00; UTC; 72000 s; 1": the same for the same rules.
std::string to_string(const Plan& plan);

// Medium refuses the 11th story within 24 hours of the first. A sliding count is never over what its counting allows.
inline constexpr int quota_limit = 10;
inline constexpr core::Duration quota_period = std::chrono::hours(24);

// When stories of the account were sent (those that exist and those that may), ascending; at least the last 48 hours
// and the newest one. Entries later than `now` (the clock was stepped back) count where they stand: a slot keeps the
// gap, the day's limit and the quota with those before it and with those after it. So a clock that was an hour ahead
// can't make two stories meet, and one that was years ahead can't silence an account for years.
struct History {
  std::vector<core::TimePoint> sent;
};

// **Throws** std::runtime_error when the system has no time zone database.
bool known_timezone(std::string_view name);

// At most `count` names that `name` may have meant, the likeliest first.
std::vector<std::string> nearest_timezones(std::string_view name, std::size_t count);

// The first moment at or after `now` at which one more story may be sent: inside a window, spaced, within the day's and
// Medium's limits. It depends on `now` only by not lying before it: asked again at any moment up to the slot, the
// answer is the same slot. A moment is inside a window when the wall clock shows a time in it. On the night whose
// clocks skip an hour a time in the gap never comes: 02:30-03:30 opens at 03:00, 02:15-02:45 does not open. On the
// night that repeats an hour 01:30-02:30 opens at the first 01:30, pauses at the step back, and closes at 02:30.
// std::nullopt when no window opens within two years. **Throws** std::runtime_error for an unknown time zone.
std::optional<core::TimePoint> next_slot(const Plan& plan, const History& history, core::TimePoint now);

// The next `count` slots if each were used as soon as it comes; fewer when there are no more. **Throws** as next_slot.
std::vector<core::TimePoint> slots(const Plan& plan, History history, core::TimePoint from, std::size_t count);

// What is used of Medium's quota: the most stories in any 24 hours around `now`; and, if it is used up, when the next
// story is possible.
struct Quota {
  int used = 0;
  int limit = quota_limit;
  std::optional<core::TimePoint> frees_at;
};
Quota quota(const History& history, core::TimePoint now);

// The moment a story asked for by a person (outside the windows) may go: `now`, or when the quota frees.
core::TimePoint earliest_unscheduled(const History& history, core::TimePoint now);

}  // namespace mediumsync::schedule
