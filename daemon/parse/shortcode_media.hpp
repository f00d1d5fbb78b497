// Players, figures and posts of other services that shortcodes set into a text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parse/shortcode_tag.hpp"

namespace mediumsync::parse {

// As Markdown or HTML on one line; std::nullopt for a tag that is none of them or does not say which.
std::optional<std::string> media_markdown(const ShortcodeTag& tag);

// Whether a JSX element stands in the text that may be one of them.
bool has_component(std::string_view text);

// A JSX element with a capital letter: <Tweet id="20" />.
std::optional<ShortcodeTag> read_component_tag(std::string_view text, std::size_t begin);

}  // namespace mediumsync::parse
