// Quotes: Medium's holds lines of text and nothing else.
#pragma once

#include "core/document.hpp"
#include "render/blocks.hpp"

namespace mediumsync::render {

// Paragraphs as lines of one blockquote, inner quotes' lines behind "> ". Lists, code and images come after what
// precedes them, in order, and what follows them is a blockquote again.
void write_quote(const core::Quote& quote, BlockWriter& out);

}  // namespace mediumsync::render
