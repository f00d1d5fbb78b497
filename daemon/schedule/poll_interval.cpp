#include "schedule/poll_interval.hpp"

#include <algorithm>
#include <cassert>
#include <functional>

namespace mediumsync::schedule {
namespace {

using namespace std::chrono_literals;

constexpr core::Duration longest = 24h;
constexpr std::size_t newest = 11;  // ten gaps

bool skipped(const PollRhythm& rhythm, core::TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const auto hour = std::chrono::floor<std::chrono::hours>(time - day).count();
  const std::chrono::weekday weekday{day};
  return ((rhythm.skip_hours >> hour) & 1U) != 0 || ((rhythm.skip_days >> weekday.c_encoding()) & 1U) != 0;
}

}  // namespace

std::optional<core::Duration> usual_gap(std::vector<core::TimePoint> dates, core::TimePoint now) {
  // An entry that is dated ahead says nothing about the rhythm so far.
  std::erase_if(dates, [now](core::TimePoint date) { return date > now; });
  std::ranges::sort(dates, std::greater{});
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  dates.resize(std::min(dates.size(), newest));
  if (dates.size() < 3) return std::nullopt;
  std::vector<core::Duration> gaps;
  for (std::size_t i = 1; i < dates.size(); ++i) gaps.push_back(dates[i - 1] - dates[i]);
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::ranges::nth_element(gaps, middle);
  return *middle;
}

core::TimePoint next_poll(const PollRhythm& rhythm, core::TimePoint now, double jitter) {
  assert(jitter >= 0.0 && jitter < 1.0);
  const core::Duration least = std::max(rhythm.every, core::Duration(1s));
  core::Duration most = std::max(least, longest);
  if (rhythm.usual_gap) most = std::clamp(*rhythm.usual_gap * 2, least, most);
  core::Duration wanted = rhythm.usual_gap ? *rhythm.usual_gap / 2 : least;
  wanted = std::clamp(std::max(wanted, rhythm.asked_pause.value_or(core::Duration(0))), least, most);
  // Feeds that were started together do not stay together; what a feed asked for and both ends are kept even so.
  const auto share = [&](core::Duration whole, double part) {
    return std::chrono::duration_cast<core::Duration>(whole * part);
  };
  core::Duration spread = share(wanted, 1.0 + 0.1 * jitter);
  if (spread > most && most > least) spread = std::max(least, share(most, 1.0 - 0.1 * jitter));
  if (rhythm.asked_pause) spread = std::max(spread, std::min(*rhythm.asked_pause, most));
  const core::TimePoint planned = now + spread;
  for (core::TimePoint free = planned; free <= planned + longest;
       free = std::chrono::floor<std::chrono::hours>(free) + 1h)
    if (!skipped(rhythm, free)) return free;
  return planned;
}

}  // namespace mediumsync::schedule
