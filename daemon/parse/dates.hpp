// Dates as people write them in front matter and file names.
#pragma once

#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace mediumsync::parse {

// ISO-like ("2019-08-08", "2019/8/8 14:00 -8:00", nanoseconds, "T", "Z") and with the month's English name ("Aug 8,
// 2019", "Thu, 08 Aug 2019 14:00:00 GMT", "8 August 2019"). Without a zone: UTC; without a time: midnight.
std::optional<core::TimePoint> parse_date(std::string_view text);

// "2019-08-08-slug.md" or "…/2019/08/08/slug.md".
std::optional<core::TimePoint> date_in_path(std::string_view path);

}  // namespace mediumsync::parse
