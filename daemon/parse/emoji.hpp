// GitHub's names of emoji.
#pragma once

#include <optional>
#include <string_view>

namespace mediumsync::parse {

// "tada" → "🎉"; std::nullopt for a name that is not known.
std::optional<std::string_view> emoji(std::string_view name);

}  // namespace mediumsync::parse
