#include "schedule/spacing.hpp"

#include <algorithm>
#include <cassert>

#include "schedule/plan.hpp"

namespace mediumsync::schedule {

namespace {

using Times = std::vector<core::TimePoint>;

// The stories that can share 24 hours with one at `time`.
struct Neighbours {
  Times::const_iterator begin;
  Times::const_iterator end;
};

Neighbours neighbours(const Times& sent, core::TimePoint time) {
  return {std::upper_bound(sent.begin(), sent.end(), time - quota_period),
          std::lower_bound(sent.begin(), sent.end(), time + quota_period)};
}

}  // namespace

core::TimePoint first_spaced(const Times& sent, core::Duration gap, core::TimePoint from) {
  core::TimePoint time = from;
  while (true) {
    const auto after = std::lower_bound(sent.begin(), sent.end(), time + gap);
    if (after == sent.begin() || *(after - 1) <= time - gap) return time;
    time = *(after - 1) + gap;
  }
}

core::TimePoint first_within_quota(const Times& sent, core::TimePoint from) {
  core::TimePoint time = from;
  while (true) {
    const auto [begin, end] = neighbours(sent, time);
    // Ten stories within less than 24 hours, all of them near: the new one may come when the first of them leaves.
    auto crowd = begin;
    while (end - crowd >= quota_limit && *(crowd + quota_limit - 1) - *crowd >= quota_period) ++crowd;
    if (end - crowd < quota_limit) return time;
    time = *crowd + quota_period;
  }
}

Quota quota(const History& history, core::TimePoint now) {
  assert(std::is_sorted(history.sent.begin(), history.sent.end()));
  const auto [begin, end] = neighbours(history.sent, now);
  Quota result;
  for (auto first = begin; first != end; ++first) {
    const auto last = std::lower_bound(first, end, std::min(*first, now) + quota_period);
    result.used = std::max(result.used, static_cast<int>(last - first));
  }
  if (result.used >= result.limit) result.frees_at = first_within_quota(history.sent, now);
  return result;
}

core::TimePoint earliest_unscheduled(const History& history, core::TimePoint now) {
  assert(std::is_sorted(history.sent.begin(), history.sent.end()));
  return first_within_quota(history.sent, now);
}

}  // namespace mediumsync::schedule
