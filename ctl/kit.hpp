#pragma once

#include "ctl/arguments.hpp"
#include "ctl/connection.hpp"

namespace mediumsync::ctl {

// Writes a kit, its page and the images that `connection` is asked for one by one, into the directory of -o, else into
// a private one, and says where. Gives the exit status.
int deliver_kit(const Arguments& arguments, const Json& reply, Connection& connection);

}  // namespace mediumsync::ctl
