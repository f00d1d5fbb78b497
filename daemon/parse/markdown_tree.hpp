// cmark-gfm's tree → the tree that gumbo would make of cmark-gfm's HTML, without the HTML.
#pragma once

#include <cmark-gfm.h>
#include <memory>

#include "parse/node_arena.hpp"

namespace mediumsync::parse {

// nullptr where only HTML's own way is known to give the same: raw HTML, links within links, characters that HTML
// replaces, and what html_guard.hpp would bound. White space between blocks is left out; lines are those of the HTML.
std::unique_ptr<NodeArena> markdown_tree(cmark_node* document);

}  // namespace mediumsync::parse
