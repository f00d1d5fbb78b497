// Documents and findings as one line of text, for comparing them in tables.
#pragma once

#include <string>

#include "core/document.hpp"
#include "core/finding.hpp"

namespace mediumsync::parse {

// Blocks are separated by " | ", what they hold stands in braces:
//   p(text)  large(text)  small(text)  minor(text)  code:go(line⏎line)  quote{…}  list{{…}, {…}}  list3{…}  hr
//   image:URL(alt "caption" ->link)  local:PATH(alt)  embed(URL)  table:<->(head, head)(cell, cell)
// Text: *strong* _emphasis_ `code` [link](URL), ⏎ for a break. Items of tasks begin with [ ] or [x]. Notes follow as
// note:LABEL{…}.
std::string describe(const core::Document& document);
std::string describe(const core::Blocks& blocks);
std::string describe(const core::Inlines& inlines);

// "code:LINE code:LINE", in order; no line for a finding without one.
std::string describe(const core::Findings& findings);

}  // namespace mediumsync::parse
