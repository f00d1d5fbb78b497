// Commit points at which a test build can be made to die as by `kill -9`: MEDIUMSYNC_STOP_AT=claimed, or claimed:3 for
// the third time that it is passed. In all other builds they compile to nothing.
#pragma once

#include <array>
#include <string_view>

namespace mediumsync::queue {

inline constexpr std::array<std::string_view, 8> crash_points{
    "enqueue-before-commit", "enqueued", "claim-before-commit",  "claimed",
    "mark-before-commit",    "marked",   "settle-before-commit", "settled"};

#ifdef MEDIUMSYNC_CRASH_POINTS
void crash_point(std::string_view name);
#else
inline void crash_point(std::string_view) {}
#endif

}  // namespace mediumsync::queue
