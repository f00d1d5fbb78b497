#pragma once

#include "ctl/arguments.hpp"
#include "ctl/connection.hpp"

namespace mediumsync::ctl {

// `backup`: the daemon makes the copy and gives it to us as an open file; it is written here, with the caller's own
// rights, beside the file that is meant, and takes its name once it is whole and on the disk. Gives the exit status.
int back_up(const Arguments& arguments, Connection& connection);

}  // namespace mediumsync::ctl
