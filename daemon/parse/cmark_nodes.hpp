// What the reader of cmark-gfm's tree asks its nodes.
#pragma once

#include <cmark-gfm.h>
#include <gumbo.h>
#include <string>
#include <string_view>

namespace mediumsync::parse {

// Empty for a null pointer.
std::string_view view_of(const char* text);

GumboTag heading_tag(int level);

// The nodes that its extensions bring know their kind by a name alone.
enum class Extension { none, table, head, row, cell, struck, task };
Extension extension_of(cmark_node* node);

// Its alternative text.
std::string words_of_image(cmark_node* image);

}  // namespace mediumsync::parse
