// The schedule's keys, from [schedule] or from an account's, folder's or feed's own `schedule`.
#pragma once

#include "config/section.hpp"
#include "schedule/plan.hpp"

namespace mediumsync::config {

// `base`, overridden by what the section says.
schedule::Plan read_plan(const Section& section, schedule::Plan base);

}  // namespace mediumsync::config
