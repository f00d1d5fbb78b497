// Pages that stand in an article's place.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// Words or marks of a page that lets only those read on who pay, subscribe or log in, said in a few words; std::nullopt
// where there are none.
std::optional<std::string> wall_on(const GumboNode& root);

// What a page with this title and text is instead of an article ("an error page"); std::nullopt where nothing says so.
std::optional<std::string> stranger(std::string_view title, std::string_view text);

// The words that a reader sees: without scripts, styles and what is hidden.
std::string visible_text(const GumboNode& root);

}  // namespace mediumsync::parse
