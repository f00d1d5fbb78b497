// Marks within lines that GitHub's dialect does not have.
#pragma once

#include <string>
#include <string_view>

namespace mediumsync::parse {

// `==words==` → <mark>. As many lines as before.
std::string spell_out_marks(std::string_view markdown);

// Pandoc's `^[a note]` becomes a footnote, which stands behind the text.
std::string spell_out_inline_notes(std::string_view markdown);

}  // namespace mediumsync::parse
