// Tables, which Medium does not have.
#pragma once

#include <cstddef>
#include <string>

#include "core/document.hpp"

namespace mediumsync::render {

// Columns of display width that a reader's screen shows without scrolling.
inline constexpr std::size_t max_table_width = 80;

// Whether a table can be set in a fixed-width block: narrow enough, and no line breaks in its cells.
bool fits(const core::Table& table);

struct TableHtml {
  std::string html;
  std::size_t last_note = 0;  // the highest number that stands for a link or a footnote so far
};

// A `<pre>` with padded columns and links below it as `[n]`, counted on from `notes_before` so that a number means one
// thing in a story; or where it does not fit one paragraph a row.
TableHtml table_html(const core::Table& table, std::size_t notes_before);

}  // namespace mediumsync::render
