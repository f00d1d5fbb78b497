// The statistics page as an author saved it. Private to parse/.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::parse {

// Its list of stories. std::nullopt: it isn't that page.
std::optional<nlohmann::json> stats_values(std::string_view json);

// Why an entry of that list tells nothing; std::nullopt: it tells a story.
std::optional<std::string> mistake_in(const nlohmann::json& value);

}  // namespace mediumsync::parse
