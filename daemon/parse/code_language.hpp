// The language a code block says it is in, in the ways of the common highlighters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// From the <pre>, the <code> in it or the highlighter's element around it.
std::optional<std::string> code_language(const GumboNode& pre);

// "{.python .numberLines}" → "python", "rust,ignore" → "rust"; std::nullopt when nothing is left.
std::optional<std::string> language_name(std::string_view written);

}  // namespace mediumsync::parse
