// When an account may publish: pure arithmetic over windows, spacing and Medium's quota. Time is a parameter.
#pragma once

#include <chrono>
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

// Medium refuses the 11th story within 24 hours of the first. A sliding count is never over what its counting allows.
inline constexpr int quota_limit = 10;
inline constexpr core::Duration quota_period = std::chrono::hours(24);

// When stories of the account were sent (those that exist and those that may), ascending; at least the last 48 hours and the newest one.
struct History {
  std::vector<core::TimePoint> sent;
};

bool known_timezone(std::string_view name);

// The first moment at or after `now` at which one more story may be sent: inside a window, spaced, within the day's and Medium's limits.
// Windows are local: a time that a DST gap swallows begins or ends at the gap's end, a time that occurs twice begins at its first
// and ends at its second occurrence. std::nullopt when no window of the plan ever opens (e.g. it lies wholly in a gap) within two years.
std::optional<core::TimePoint> next_slot(const Plan& plan, const History& history, core::TimePoint now);

// The next `count` slots if each were used as soon as it comes.
std::vector<core::TimePoint> slots(const Plan& plan, History history, core::TimePoint from, std::size_t count);

// What is used of Medium's quota, and when the next story is possible again if it is used up.
struct Quota {
  int used = 0;
  int limit = quota_limit;
  std::optional<core::TimePoint> frees_at;
};
Quota quota(const History& history, core::TimePoint now);

// The moment a story asked for by a person (outside the windows) may go: `now`, or when the quota frees.
core::TimePoint earliest_unscheduled(const History& history, core::TimePoint now);

}  // namespace mediumsync::schedule
