#include "schedule/poll_interval.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace mediumsync;
using namespace std::chrono_literals;
using schedule::next_poll;
using schedule::PollRhythm;
using schedule::usual_gap;

namespace {

// A Monday, 00:30 UTC.
constexpr core::TimePoint monday{std::chrono::seconds(1'769'992'200)};

core::TimePoint before(core::Duration span) {
  return monday - span;
}

}  // namespace

TEST_CASE("a feed is asked as often as it posts and as seldom as it asks for and always within bounds") {
  using Gap = std::optional<core::Duration>;
  struct Row {
    std::string what;
    core::Duration every;
    Gap gap;
    Gap asked;
    core::Duration earliest;
    core::Duration latest;
  };
  const Row rows[] = {{"nothing is known", 1h, {}, {}, 60min, 66min},
                      {"it posts every ten minutes", 1h, 10min, {}, 60min, 66min},
                      {"it posts every four hours", 1h, 4h, {}, 2h, 132min},
                      {"it posts every week", 1h, 7 * 24h, {}, 21h, 24h},
                      {"it posts once a year", 1h, 365 * 24h, {}, 21h, 24h},
                      {"it asks for two hours", 1h, {}, 2h, 2h, 132min},
                      {"it asks for less than every", 1h, {}, 1min, 60min, 66min},
                      {"it asks for a month", 1h, {}, 30 * 24h, 21h, 24h},
                      {"it asks for a day and posts every two hours", 1h, 2h, 24h, 4h, 4h},
                      {"it asks for nonsense", 1h, {}, -5h, 60min, 66min},
                      {"every is two days", 48h, 1h, 1h, 48h, 53h},
                      {"every is two days and it posts once a month", 48h, 30 * 24h, {}, 48h, 53h},
                      {"every is nothing", 0h, 1ms, {}, 1s, 1100ms}};
  for (const Row& row : rows) {
    for (const double jitter : {0.0, 0.3, 0.7, 0.999}) {
      CAPTURE(row.what);
      CAPTURE(jitter);
      const core::Duration wait =
          next_poll({.every = row.every, .usual_gap = row.gap, .asked_pause = row.asked}, monday, jitter) - monday;
      CHECK(wait >= row.earliest);
      CHECK(wait <= row.latest);
    }
  }
}

TEST_CASE("feeds that were started together do not stay together") {
  for (const std::optional<core::Duration> gap :
       {std::optional<core::Duration>(), std::optional<core::Duration>(4h), std::optional<core::Duration>(7 * 24h)}) {
    const PollRhythm rhythm{.every = 1h, .usual_gap = gap};
    CHECK(std::chrono::abs(next_poll(rhythm, monday, 0.9) - next_poll(rhythm, monday, 0.1)) > 4min);
  }
}

TEST_CASE("hours and days that a feed wants to be left alone are kept as long as that is bounded") {
  struct Row {
    std::string what;
    schedule::HourSet hours;
    schedule::DaySet days;
    core::Duration wait;
  };
  const Row rows[] = {{"no hour", 0, 0, 1h},
                      {"the hour after next", 0b100, 0, 1h},
                      {"one and two", 0b110, 0, 150min},
                      {"all but nine in the evening", 0xFFFFFFU & ~(1U << 21U), 0, 20h + 30min},
                      {"every hour", 0xFFFFFFU, 0, 1h},
                      {"Mondays", 0, 0b10, 23h + 30min},
                      {"Mondays and Tuesdays", 0, 0b110, 1h},
                      {"every day", 0, 0b1111111, 1h}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(next_poll({.every = 1h, .usual_gap = {}, .asked_pause = {}, .skip_hours = row.hours, .skip_days = row.days},
                    monday, 0.0) == monday + row.wait);
  }
}

TEST_CASE("the usual gap is the median of the newest entries' distances") {
  CHECK_FALSE(usual_gap({}, monday));
  CHECK_FALSE(usual_gap({before(1h), before(2h)}, monday));
  CHECK_FALSE(usual_gap({before(1h), before(1h), before(1h), before(1h)}, monday));
  CHECK(usual_gap({before(1h), before(3h), before(5h)}, monday) == 2h);
  CHECK(usual_gap({before(5h), before(1h), before(3h), before(300h)}, monday) == 2h);
  // Oldest first, some twice, one dated ahead.
  CHECK(usual_gap({before(96h), before(72h), before(72h), before(48h), before(24h), before(-1000h)}, monday) == 24h);
  std::vector<core::TimePoint> dates;
  for (int i = 1; i <= 11; ++i) dates.push_back(before(i * 2h));
  for (int i = 1; i <= 50; ++i) dates.push_back(before(i * 1000h));
  CHECK(usual_gap(dates, monday) == 2h);
}
