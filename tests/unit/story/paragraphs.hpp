// Stories as lists of paragraphs, read from HTML by means that share nothing with the parser under test.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::story {

// "P text", "H3 text", "PRE line⏎line", "IMG address", "EMBED", "HR" and so on, in order. Inline elements are left out.
using Paragraphs = std::vector<std::string>;

// Of a story as Medium's export has it: types by the class of each `graf`.
Paragraphs exported_paragraphs(std::string_view html);

// Of a story as we send it: types by what Medium makes of each element.
Paragraphs sent_paragraphs(std::string_view html);

// The addresses that links lead to, in order, each as written; of the export only those in its paragraphs.
std::vector<std::string> links(std::string_view html);

}  // namespace mediumsync::story
