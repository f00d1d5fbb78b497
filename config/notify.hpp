// The [[notify]] tables.
#pragma once

#include "config/section.hpp"
#include "config/settings.hpp"

namespace mediumsync::config {

Notify read_notify(const Section& section, MachineChecks checks);

}  // namespace mediumsync::config
