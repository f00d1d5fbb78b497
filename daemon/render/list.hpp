// Lists: Medium's have one level, and an item holds lines of text and nothing else.
#pragma once

#include "core/document.hpp"
#include "render/blocks.hpp"

namespace mediumsync::render {

// Inner lists become lines of the outer item. What an item can't hold comes after it: a bulleted list is interrupted
// for it, a numbered one (which Medium would start over at 1) becomes numbered paragraphs as a whole; so does one that
// does not begin at 1.
void write_list(const core::List& list, BlockWriter& out);

}  // namespace mediumsync::render
