// What authors write for themselves alone: Obsidian's %%…%%, kramdown's {::comment}.
#pragma once

#include <string>
#include <string_view>

#include "parse/findings.hpp"

namespace mediumsync::parse {

// Comments go, and kramdown's {::options …} and the marks of {::nomarkdown}. As many lines as before.
std::string drop_comments(std::string_view markdown, int first_line, FindingList& findings);

}  // namespace mediumsync::parse
