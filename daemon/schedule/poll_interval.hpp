// When a feed is asked again: as often as it really posts, as seldom as it asks for, and never outside of bounds,
// whatever it says. Pure: the random number and the time are parameters.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.hpp"

namespace mediumsync::schedule {

// Hours of the day (0-23) or days of the week (0 Sunday - 6) in UTC, one bit each.
using HourSet = std::uint32_t;
using DaySet = std::uint8_t;

// What is known of one feed.
struct PollRhythm {
  core::Duration every;                       // as configured: the least
  std::optional<core::Duration> usual_gap;    // between its entries
  std::optional<core::Duration> asked_pause;  // the longest of max-age, ttl and update period
  HourSet skip_hours = 0;                     // RSS's <skipHours> and <skipDays>
  DaySet skip_days = 0;
};

// The median of the gaps between the newest entries; std::nullopt when fewer than three different dates are known.
std::optional<core::Duration> usual_gap(std::vector<core::TimePoint> dates, core::TimePoint now);

// Between `every` and a day (or `every`, when that is longer), about half a usual gap, later when the feed asks for it,
// and in no case later than twice the usual gap unless `every` is. Up to a tenth of it is `jitter`'s, in [0, 1).
// Skipped hours and days are kept as long as that is within a day more.
core::TimePoint next_poll(const PollRhythm& rhythm, core::TimePoint now, double jitter);

}  // namespace mediumsync::schedule
