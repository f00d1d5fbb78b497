#include "schedule/plan.hpp"

#include <algorithm>
#include <cassert>

#include "schedule/spacing.hpp"
#include "schedule/zone.hpp"

namespace mediumsync::schedule {

namespace {

using std::chrono::days;
using std::chrono::local_days;

constexpr core::Duration horizon = days(2 * 366);

bool opens_on(const Window& window, local_days day) {
  return window.days.test(std::chrono::weekday(day).iso_encoding() - 1);
}

// The first time at or after `from` on the wall clock that lies in the window, were there no steps of the clock.
std::optional<LocalTime> first_in(const Window& window, LocalTime from) {
  const std::chrono::seconds closes = window.closes > window.opens ? window.closes : window.closes + days(1);
  const auto today = std::chrono::floor<days>(from);
  for (local_days day = today - days(1); day <= today + days(7); day += days(1)) {
    if (opens_on(window, day) && day + closes > from) return std::max(from, LocalTime(day + window.opens));
  }
  return std::nullopt;
}

std::optional<LocalTime> first_in(const std::vector<Window>& windows, LocalTime from) {
  std::optional<LocalTime> first;
  for (const Window& window : windows) {
    const auto candidate = first_in(window, from);
    if (candidate && (!first || *candidate < *first)) first = candidate;
  }
  return first;
}

// The first moment at or after `from` at which the wall clock shows a time in one of the windows.
std::optional<core::TimePoint> first_open(const std::vector<Window>& windows, WallClock& clock, core::TimePoint from,
                                          core::TimePoint until) {
  core::TimePoint time = from;
  while (time < until) {
    const Stretch& stretch = clock.stretch_at(time);
    const auto local = first_in(windows, stretch.to_local(time));
    if (!local) return std::nullopt;
    if (stretch.to_utc(*local) < stretch.end) return stretch.to_utc(*local);
    time = stretch.end;  // the clock is stepped before the window comes
  }
  return std::nullopt;
}

// The first moment at or after `from` on whose local date fewer than `limit` stories were sent.
core::TimePoint first_on_free_date(const std::vector<core::TimePoint>& sent, int limit, WallClock& clock,
                                   core::TimePoint from) {
  const auto date = clock.date(from);
  // A local date lasts 24 hours, give or take the step of the clock.
  const auto begin = std::lower_bound(sent.begin(), sent.end(), from - days(2));
  const auto end = std::upper_bound(begin, sent.end(), from + days(2));
  const auto that_day = std::count_if(begin, end, [&](core::TimePoint time) { return clock.date(time) == date; });
  return that_day < limit ? from : clock.date_may_change_after(from);
}

}  // namespace

std::optional<core::TimePoint> next_slot(const Plan& plan, const History& history, core::TimePoint now) {
  assert(std::is_sorted(history.sent.begin(), history.sent.end()));
  WallClock clock(plan.timezone);
  const core::TimePoint until = now + plan.min_gap + horizon;
  // Each rule moves the time forward to the first moment that keeps it; what none of them moves keeps them all.
  core::TimePoint time = now;
  while (time < until) {
    const core::TimePoint before = time;
    time = first_spaced(history.sent, plan.min_gap, time);
    time = first_within_quota(history.sent, time);
    time = first_on_free_date(history.sent, plan.max_per_day, clock, time);
    const auto open = first_open(plan.windows, clock, time, until);
    if (!open) return std::nullopt;
    time = *open;
    if (time == before) return time;
  }
  return std::nullopt;
}

std::vector<core::TimePoint> slots(const Plan& plan, History history, core::TimePoint from, std::size_t count) {
  std::vector<core::TimePoint> found;
  while (found.size() < count) {
    const auto slot = next_slot(plan, history, from);
    if (!slot) break;
    found.push_back(*slot);
    history.sent.insert(std::upper_bound(history.sent.begin(), history.sent.end(), *slot), *slot);
    from = *slot;
  }
  return found;
}

std::string to_string(const Plan& plan) {
  std::string text;
  for (const Window& window : plan.windows) text += to_string(window) + "; ";
  const auto gap = std::chrono::duration_cast<std::chrono::seconds>(plan.min_gap);
  return text + plan.timezone + "; " + std::to_string(gap.count()) + " s; " + std::to_string(plan.max_per_day);
}

}  // namespace mediumsync::schedule
