#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <doctest/doctest.h>
#include <random>

#include "times.hpp"

using namespace mediumsync;
using namespace mediumsync::schedule;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// What a plan means, minute by minute, by the C library's clock and by counting. Shares nothing with the code under
// test.
class Walker {
 public:
  explicit Walker(const Plan& plan, const History& history) : plan_(plan), history_(history) {
    setenv("TZ", plan.timezone.c_str(), 1);
    tzset();
  }
  ~Walker() {
    unsetenv("TZ");
    tzset();
  }
  Walker(const Walker&) = delete;
  Walker& operator=(const Walker&) = delete;

  bool legal(core::TimePoint time) const {
    return open(time) && spaced(time) && day_has_room(time) && quota_has_room(time);
  }

  bool open(core::TimePoint time) const {
    const std::tm local = wall_clock(time);
    const int today = (local.tm_wday + 6) % 7;
    const auto clock = hours(local.tm_hour) + minutes(local.tm_min) + std::chrono::seconds(local.tm_sec);
    return std::any_of(plan_.windows.begin(), plan_.windows.end(), [&](const Window& window) {
      const bool opened_today = window.days[static_cast<std::size_t>(today)];
      const bool opened_yesterday = window.days[static_cast<std::size_t>((today + 6) % 7)];
      if (window.closes > window.opens) return opened_today && clock >= window.opens && clock < window.closes;
      return (opened_today && clock >= window.opens) || (opened_yesterday && clock < window.closes);
    });
  }

 private:
  static std::tm wall_clock(core::TimePoint time) {
    const std::time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    std::tm local{};
    localtime_r(&seconds, &local);
    return local;
  }

  bool spaced(core::TimePoint time) const {
    return std::all_of(history_.sent.begin(), history_.sent.end(),
                       [&](core::TimePoint sent) { return std::chrono::abs(time - sent) >= plan_.min_gap; });
  }

  bool day_has_room(core::TimePoint time) const {
    const std::tm today = wall_clock(time);
    return std::count_if(history_.sent.begin(), history_.sent.end(), [&](core::TimePoint sent) {
             const std::tm that_day = wall_clock(sent);
             return that_day.tm_year == today.tm_year && that_day.tm_yday == today.tm_yday;
           }) < plan_.max_per_day;
  }

  // No 24 hours that hold `time` may hold ten others.
  bool quota_has_room(core::TimePoint time) const {
    auto starts = history_.sent;
    starts.push_back(time);
    return std::all_of(starts.begin(), starts.end(), [&](core::TimePoint start) {
      if (start > time || start <= time - hours(24)) return true;
      return std::count_if(history_.sent.begin(), history_.sent.end(),
                           [&](core::TimePoint sent) { return sent >= start && sent < start + hours(24); }) < 10;
    });
  }

  const Plan& plan_;
  const History& history_;
};

// Plans and histories in minutes, thickest around the nights on which clocks are changed.
class Dice {
 public:
  int roll(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }

  Plan plan() {
    static constexpr std::array zones{"America/New_York", "Europe/Berlin",     "Australia/Lord_Howe",
                                      "Asia/Tokyo",       "America/Sao_Paulo", "America/St_Johns",
                                      "Africa/Cairo",     "Pacific/Apia",      "America/Scoresbysund"};
    static constexpr std::array gaps{0, 1, 90, 7 * 60, 20 * 60, 24 * 60, 50 * 60};
    static constexpr std::array limits{1, 1, 2, 5, 100};
    Plan plan{.timezone = zones.at(static_cast<std::size_t>(roll(0, static_cast<int>(zones.size()) - 1)))};
    for (int i = roll(1, 3); i > 0; --i) plan.windows.push_back(window());
    plan.min_gap = minutes(gaps.at(static_cast<std::size_t>(roll(0, static_cast<int>(gaps.size()) - 1))));
    plan.max_per_day = limits.at(static_cast<std::size_t>(roll(0, static_cast<int>(limits.size()) - 1)));
    return plan;
  }

  core::TimePoint now() {
    static constexpr std::array nights{"2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-03-29T01:00:00Z",
                                       "2026-10-25T01:00:00Z", "2026-10-03T15:30:00Z", "2026-04-04T15:00:00Z",
                                       "2018-11-04T03:00:00Z", "2019-02-17T02:00:00Z", "2010-11-07T02:31:00Z",
                                       "2026-04-23T22:00:00Z", "2011-12-30T10:00:00Z", "2026-12-31T23:30:00Z"};
    const auto night = at(nights.at(static_cast<std::size_t>(roll(0, static_cast<int>(nights.size()) - 1))));
    return night + minutes(roll(0, 2) == 0 ? roll(-10 * 24 * 60, 24 * 60) : roll(-150, 150));
  }

  History history(core::TimePoint now) {
    History history;
    const int count = roll(0, 2) == 0 ? roll(8, 24) : roll(0, 4);
    const int future = roll(0, 3) == 0 ? 36 * 60 : 0;
    for (int i = 0; i < count; ++i) history.sent.push_back(now + minutes(roll(-36 * 60, future)));
    std::sort(history.sent.begin(), history.sent.end());
    return history;
  }

 private:
  Window window() {
    const int opens = roll(0, 2) == 0 ? roll(0, 1439) : roll(0, 16) * 15;  // mostly at night
    const int length = roll(0, 4) == 0 ? roll(1, 1440) : roll(1, 6) * 15;
    const int closes = opens + length == 1440 ? 1440 : (opens + length) % 1440;
    Days days(static_cast<unsigned>(roll(1, 127)));
    if (roll(0, 2) == 0) days.set();
    return Window{.days = days, .opens = minutes(opens), .closes = minutes(closes)};
  }

  std::mt19937 random_{20261124};
};

std::string describe(const Plan& plan, const History& history, core::TimePoint now) {
  std::string text_ = plan.timezone + " now " + text(now) + " gap " + std::to_string(plan.min_gap.count() / 60000) +
                      "m limit " + std::to_string(plan.max_per_day) + " windows";
  for (const Window& window : plan.windows) text_ += " [" + to_string(window) + "]";
  text_ += " sent";
  for (const auto sent : history.sent) text_ += " " + text(sent);
  return text_;
}

}  // namespace

TEST_CASE("a slot is the first legal minute whatever the plan and the history") {
  Dice dice;
  for (int i = 0; i < 1500; ++i) {
    const Plan plan = dice.plan();
    const core::TimePoint now = dice.now();
    const History history = dice.history(now);
    CAPTURE(describe(plan, history, now));
    const auto slot = next_slot(plan, history, now);
    REQUIRE(slot);
    REQUIRE(*slot >= now);
    const Walker walker(plan, history);
    REQUIRE(walker.open(*slot));
    core::TimePoint first = now;
    while (first < *slot && !walker.legal(first)) first += minutes(1);
    REQUIRE(text(*slot) == text(first));
    REQUIRE(walker.legal(*slot));
  }
}

TEST_CASE("a slot stays the same slot until it comes") {
  Dice dice;
  for (int i = 0; i < 500; ++i) {
    const Plan plan = dice.plan();
    const core::TimePoint now = dice.now();
    const History history = dice.history(now);
    CAPTURE(describe(plan, history, now));
    const auto slot = next_slot(plan, history, now);
    REQUIRE(slot);
    REQUIRE(text(next_slot(plan, history, now + (*slot - now) / 2)) == text(slot));
    REQUIRE(text(next_slot(plan, history, *slot)) == text(slot));
  }
}
