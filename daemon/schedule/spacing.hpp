// How far apart stories must be: the account's own gap, and Medium's quota.
#pragma once

#include <vector>

#include "core/time.hpp"

namespace mediumsync::schedule {

// Each: the first moment at or after `from` at which one more story keeps the rule with all of `sent` (ascending),
// those before that moment and those after it.
core::TimePoint first_spaced(const std::vector<core::TimePoint>& sent, core::Duration gap, core::TimePoint from);
core::TimePoint first_within_quota(const std::vector<core::TimePoint>& sent, core::TimePoint from);

}  // namespace mediumsync::schedule
