#pragma once

#include <optional>
#include <string>

namespace mediumsync::ctl {

// The one that was asked for, $MEDIUMSYNC_SOCKET, the user's daemon's if it is there, else the system's.
std::string socket_path(const std::optional<std::string>& asked);

}  // namespace mediumsync::ctl
