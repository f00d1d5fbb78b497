#pragma once

#include <optional>
#include <string>

#include "ctl/arguments.hpp"

namespace mediumsync::ctl {

// Draws the page of a file and delivers it: the exit status. std::nullopt when a post's number was given, which the
// daemon is to be asked for; it stands in the parameters then.
std::optional<int> preview_file(Arguments& arguments);

// Puts a page where it was asked for: into the file of -o, or into a pipe. On a terminal into a private file, which is
// named, and opened where there is a desktop. Gives the exit status.
int deliver_page(const Arguments& arguments, const std::string& html);

}  // namespace mediumsync::ctl
