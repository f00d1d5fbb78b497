// WordPress's shortcodes, in Markdown and in HTML: `[caption]…[/caption]`, `[embed]…[/embed]`, `[code lang="js"]`.
#pragma once

#include <string>
#include <string_view>

#include "parse/findings.hpp"

namespace mediumsync::parse {

// Whether a bracket stands before one of their names.
bool has_bracket_tag(std::string_view text);

// Captions, players and code become what they are elsewhere; of the rest the tag goes, what it holds stays and a
// finding names it. `[TOC]` alone on its line goes. As many lines as before.
std::string spell_out_bracket_tags(std::string_view markdown, int first_line, FindingList& findings);
std::string spell_out_bracket_tags_in_html(std::string_view html, int first_line, FindingList& findings);

}  // namespace mediumsync::parse
