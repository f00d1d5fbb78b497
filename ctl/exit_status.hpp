#pragma once

namespace mediumsync::ctl {

inline constexpr int exit_done = 0;
inline constexpr int exit_refused = 1;  // the daemon's message is on stderr
inline constexpr int exit_usage = 2;
inline constexpr int exit_no_daemon = 3;
inline constexpr int exit_attention = 4;  // `status --check`: something needs a person

}  // namespace mediumsync::ctl
