#pragma once

#include <string>

#include "core/time.hpp"
#include "ctl/json.hpp"

namespace mediumsync::ctl {

// "in 3 h", "2 days ago", "now".
std::string relative(core::TimePoint time, core::TimePoint now);

// A JSON time as a terminal shows it: the local date and time, and how far off that is; "–" for null.
std::string show_time(const Json& time, core::TimePoint now);

}  // namespace mediumsync::ctl
