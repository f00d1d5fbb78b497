// The [[account]] tables.
#pragma once

#include <vector>

#include "config/section.hpp"
#include "config/settings.hpp"

namespace mediumsync::config {

// `plan` is what [schedule] says.
Account read_account(const Section& section, const schedule::Plan& plan, MachineChecks checks);

// What every named table says about itself; mistaken or absent names are reported.
std::optional<Placed<std::string>> read_name(const Section& section);

// A length of time for one request.
inline constexpr Range<std::chrono::milliseconds> timeouts{std::chrono::milliseconds(1), std::chrono::hours(1)};

}  // namespace mediumsync::config
