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

// A `<pre>` with padded columns and links below it as `[n]`, or where it does not fit one paragraph a row.
std::string table_html(const core::Table& table);

}  // namespace mediumsync::render
