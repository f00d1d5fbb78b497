// The names that Medium's code block knows its languages by.
#pragma once

#include <optional>
#include <string_view>

namespace mediumsync::render {

// What an author wrote after the fence ("C++", "rust,ignore", "language-py", "js {3-5}") as Medium names it.
std::optional<std::string_view> medium_language(std::string_view written);

}  // namespace mediumsync::render
