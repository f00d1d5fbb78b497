// Inline runs → Medium's HTML: a, strong, em, code and br are all there is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.hpp"

namespace mediumsync::render {

// Text for between tags and for within double quotes. Line breaks become spaces, other controls are left out.
std::string escaped(std::string_view text);

// Where a link may lead, ready for an attribute but for escaping. std::nullopt for a relative reference, which Medium
// never resolves, and for a scheme that runs or holds something (javascript:, data:, file:).
std::optional<std::string> link_target(std::string_view href);

// Breaks at the ends are left out. Nests a > strong > em > code and opens each as rarely as that order allows.
std::string inline_html(const core::Inlines& inlines);

// The inlines of each line.
std::vector<core::Inlines> lines_of(const core::Inlines& inlines);

core::Inlines with_marks(core::Inlines inlines, core::Marks marks);

// Nothing to see: white space and breaks.
bool is_blank(const core::Inlines& inlines);

// `<a href="target">text</a>`; `text` is HTML.
std::string link_html(std::string_view target, std::string_view text);

}  // namespace mediumsync::render
