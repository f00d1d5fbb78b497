// Boxes around text: GitHub's and Obsidian's `> [!NOTE]`, MkDocs' `!!! note`, Docusaurus' and Pandoc's `:::note`.
#pragma once

#include <string>
#include <string_view>

#include "parse/findings.hpp"

namespace mediumsync::parse {

// They become quotes that begin with their label in bold. As many lines as before.
std::string spell_out_callouts(std::string_view markdown, int first_line, FindingList& findings);

// Whether boxes of this type are set as labelled quotes.
bool is_callout(std::string_view type);

// "seealso" → "See also", "tip" → "Tip"; the title where there is one.
std::string callout_label(std::string_view type, std::string_view title);

}  // namespace mediumsync::parse
