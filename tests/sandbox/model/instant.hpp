#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::sandbox {

// A moment in UTC, in milliseconds as Medium's API counts them.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// ISO 8601 / RFC 3339: a date alone, or date and time with optional seconds, fraction and zone (none means UTC).
std::optional<Instant> parse_instant(std::string_view text);

std::string format_rfc3339(Instant at);
std::string format_rfc822(Instant at);      // a feed's pubDate
std::string format_day(Instant at);         // 2024-05-31
std::string format_for_people(Instant at);  // May 31, 2024

}  // namespace mediumsync::sandbox
