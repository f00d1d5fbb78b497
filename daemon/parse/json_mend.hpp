// JSON as careless programs write it → JSON that a parser takes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::parse {

// Mended: control characters in strings, halves of surrogate pairs ("\ud83d" where a text was cut), escapes that JSON
// does not have. std::nullopt where nothing was to be done.
std::optional<std::string> mended_json(std::string_view text);

}  // namespace mediumsync::parse
