// How long to wait before trying again: capped exponential with jitter. Pure: the random number is a parameter.
#pragma once

#include "core/time.hpp"

namespace mediumsync::schedule {

struct BackoffPolicy {
  core::Duration first{std::chrono::seconds(30)};
  core::Duration cap{std::chrono::hours(1)};
};

// After `failures` (>= 1) in a row: between half and the whole of min(cap, first * 2^(failures-1)); `jitter` in [0, 1).
core::Duration backoff(const BackoffPolicy& policy, int failures, double jitter);

}  // namespace mediumsync::schedule
