// Reading order, for those who look for something in a document.
#pragma once

#include "core/document.hpp"

namespace mediumsync::render {

// Calls `visit` with every block, containers before what they hold.
template <typename Visit>
void walk(const core::Blocks& blocks, const Visit& visit) {
  for (const core::Block& block : blocks) {
    visit(block);
    if (const auto* quote = std::get_if<core::Quote>(&block.value)) walk(quote->blocks, visit);
    if (const auto* list = std::get_if<core::List>(&block.value)) {
      for (const core::ListItem& item : list->items) walk(item.blocks, visit);
    }
  }
}

template <typename Visit>
void walk(const core::Document& document, const Visit& visit) {
  walk(document.blocks, visit);
  for (const core::Footnote& note : document.footnotes) walk(note.blocks, visit);
}

}  // namespace mediumsync::render
