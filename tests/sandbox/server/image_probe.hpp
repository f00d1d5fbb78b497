#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandbox/model/settings.hpp"

namespace mediumsync::sandbox {

// Fetches images as Medium does inside a POST, as far as that can be done without leaving the machine: loopback is
// asked for real, any other host answers unless its name ends in .invalid or the settings list it. Returns the first
// that does not answer.
std::optional<std::string> first_dead_image(const std::vector<std::string>& addresses, const Settings& settings);

}  // namespace mediumsync::sandbox
