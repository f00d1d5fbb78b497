#include "parse/cmark_nodes.hpp"

#include <algorithm>
#include <array>

namespace mediumsync::parse {

std::string_view view_of(const char* text) {
  return text == nullptr ? std::string_view() : std::string_view(text);
}

GumboTag heading_tag(int level) {
  static constexpr std::array<GumboTag, 6> tags{GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3,
                                                GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6};
  return tags[static_cast<std::size_t>(std::clamp(level, 1, 6) - 1)];
}

Extension extension_of(cmark_node* node) {
  const std::string_view name = cmark_node_get_type_string(node);
  if (name == "table") return Extension::table;
  if (name == "table_header") return Extension::head;
  if (name == "table_row") return Extension::row;
  if (name == "table_cell") return Extension::cell;
  if (name == "strikethrough") return Extension::struck;
  if (name == "tasklist") return Extension::task;
  return Extension::none;
}

std::string words_of_image(cmark_node* image) {
  std::string words;
  cmark_node* node = cmark_node_first_child(image);
  while (node != nullptr && node != image) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE)
      words += view_of(cmark_node_get_literal(node));
    if (type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_SOFTBREAK) words += ' ';
    cmark_node* next = cmark_node_first_child(node);
    while (next == nullptr && node != image) {
      next = cmark_node_next(node);
      if (next == nullptr) node = cmark_node_parent(node);
    }
    node = next;
  }
  return words;
}

}  // namespace mediumsync::parse
