#pragma once

#include <optional>

#include "ctl/arguments.hpp"

namespace mediumsync::ctl {

// Fills in what `add` sends: the file's text and images, read here with the caller's rights, or the page's address. The
// exit status when the file can't be read; its reason is on stderr then.
std::optional<int> prepare_add(Arguments& arguments);

}  // namespace mediumsync::ctl
