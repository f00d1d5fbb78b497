// Points in time as every room passes them, and their one spelling outside (RFC 3339, UTC).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::core {

using Duration = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Duration>;

// "2026-11-24T12:00:00Z": whole seconds, rounded down.
std::string format_rfc3339(TimePoint time);

// RFC 3339 section 5.6 date-time with any offset and fraction; std::nullopt for anything else.
std::optional<TimePoint> parse_rfc3339(std::string_view text);

}  // namespace mediumsync::core
