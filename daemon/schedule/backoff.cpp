#include "schedule/backoff.hpp"

#include <algorithm>
#include <cassert>

namespace mediumsync::schedule {

core::Duration backoff(const BackoffPolicy& policy, int failures, double jitter) {
  assert(failures >= 1 && jitter >= 0.0 && jitter < 1.0);
  core::Duration whole = std::min(policy.first, policy.cap);
  for (int i = 1; i < failures && whole < policy.cap; ++i) whole = std::min(whole * 2, policy.cap);
  const core::Duration half = whole / 2;
  const auto spread = static_cast<double>((whole - half).count());
  return half + core::Duration(static_cast<core::Duration::rep>(spread * jitter));
}

}  // namespace mediumsync::schedule
