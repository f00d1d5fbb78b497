#include "parse/node_arena.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <string>

namespace mediumsync::parse {
namespace {

constexpr unsigned max_attributes = 4;

// "</p>" and the like; gumbo notes where an element's own end tag stands.
const std::string& end_tag(GumboTag tag) {
  static const auto tags = [] {
    std::array<std::string, GUMBO_TAG_LAST> all;
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i] = "</" + std::string(gumbo_normalized_tagname(static_cast<GumboTag>(i))) + ">";
    return all;
  }();
  return tags[tag];
}

bool has_end_tag(GumboTag tag) {
  return tag != GUMBO_TAG_IMG && tag != GUMBO_TAG_BR && tag != GUMBO_TAG_HR && tag != GUMBO_TAG_INPUT;
}

}  // namespace

NodeArena::NodeArena() {
  GumboNode* root = add(GUMBO_NODE_ELEMENT, 1);
  root->v.element.tag = GUMBO_TAG_HTML;
  children_.clear();
  open_.push_back({root, 0});
}

GumboNode* NodeArena::add(GumboNodeType type, int line) {
  auto* node = new (allocate<GumboNode>()) GumboNode{};
  node->type = type;
  node->parent = open_.empty() ? nullptr : open_.back().node;
  // The union's other members begin their lives whole.
  if (type == GUMBO_NODE_TEXT) {
    node->v.text = GumboText{};
    node->v.text.start_pos.line = static_cast<unsigned>(line);
  } else {
    node->v.element = GumboElement{};
    node->v.element.start_pos.line = static_cast<unsigned>(line);
  }
  children_.push_back(node);
  return node;
}

void NodeArena::open(GumboTag tag, int line) {
  GumboNode* node = add(GUMBO_NODE_ELEMENT, line);
  node->v.element.tag = tag;
  if (has_end_tag(tag)) node->v.element.original_end_tag = {end_tag(tag).data(), end_tag(tag).size()};
  open_.push_back({node, children_.size()});
}

void NodeArena::attribute(const char* name, std::string_view value) {
  GumboVector& attributes = open_.back().node->v.element.attributes;
  if (attributes.data == nullptr) {
    attributes.data = allocate<void*>(max_attributes);
    attributes.capacity = max_attributes;
  }
  if (attributes.length == attributes.capacity) return;
  auto* attribute = new (allocate<GumboAttribute>()) GumboAttribute{};
  attribute->name = name;
  attribute->value = copied(value);
  attributes.data[attributes.length++] = attribute;
}

void NodeArena::text(std::string_view text, int line) {
  add(GUMBO_NODE_TEXT, line)->v.text.text = copied(text);
}

void NodeArena::close() {
  const Open last = open_.back();
  GumboVector& children = last.node->v.element.children;
  const std::size_t count = children_.size() - last.first_child;
  if (count > 0) {
    children.data = allocate<void*>(count);
    children.length = children.capacity = static_cast<unsigned>(count);
    std::copy_n(children_.begin() + static_cast<std::ptrdiff_t>(last.first_child), count, children.data);
    children_.resize(last.first_child);
  }
  if (open_.size() > 1) open_.pop_back();
}

const char* NodeArena::copied(std::string_view text) {
  char* copy = allocate<char>(text.size() + 1);
  std::copy(text.begin(), text.end(), copy);
  copy[text.size()] = '\0';
  return copy;
}

}  // namespace mediumsync::parse
