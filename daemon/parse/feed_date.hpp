// Dates as feeds spell them.
#pragma once

#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace mediumsync::parse {

// RFC 822 and 2822 with their usual defects, ISO 8601 and W3CDTF in long, short and mixed-up forms, asctime, months
// named in the languages of Europe, East Asian year-month-day. A missing or unknown zone is UTC, a missing time
// midnight, a missing month or day the first. std::nullopt for what is no date, or a day that the month does not have.
std::optional<core::TimePoint> feed_date(std::string_view text);

}  // namespace mediumsync::parse
