// What the tags of site generators mean in a story: Liquid, Hugo's shortcodes, JSX.
#pragma once

#include <string>
#include <string_view>

#include "parse/findings.hpp"

namespace mediumsync::parse {

// Players, figures, notes and literals become Markdown or HTML; of the rest the tag goes, what it holds stays and a
// finding names it. As many lines as before.
std::string spell_out_shortcodes(std::string_view markdown, int first_line, FindingList& findings);

}  // namespace mediumsync::parse
