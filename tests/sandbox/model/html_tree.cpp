#include "sandbox/model/html_tree.hpp"

#include <cmark-gfm.h>
#include <cstdlib>
#include <span>
#include <stdexcept>

namespace mediumsync::sandbox {
namespace {

std::string to_html(std::string_view content, Format format) {
  if (format == Format::html) return std::string{content};
  const std::unique_ptr<char, decltype(&std::free)> html{
      cmark_markdown_to_html(content.data(), content.size(), CMARK_OPT_UNSAFE), &std::free};
  return html.get();
}

std::span<void* const> items(const GumboVector& vector) {
  return {vector.data, vector.length};
}

const GumboNode* find_body(const GumboNode& root) {
  for (const GumboNode* child : children(root)) {
    if (is_element(*child, GUMBO_TAG_BODY)) return child;
  }
  return &root;
}

}  // namespace

HtmlTree::HtmlTree(std::string_view content, Format format)
    : html_(to_html(content, format)),
      output_(gumbo_parse_with_options(&kGumboDefaultOptions, html_.data(), html_.size())),
      body_(nullptr) {
  if (output_ == nullptr) throw std::runtime_error("parse the content of a story");
  body_ = find_body(*output_->root);
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}
bool is_element(const GumboNode& node, GumboTag tag) {
  return is_element(node) && node.v.element.tag == tag;
}

bool is_text(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA;
}

std::string_view text_of(const GumboNode& node) {
  return node.v.text.text;
}

std::vector<const GumboNode*> children(const GumboNode& node) {
  std::vector<const GumboNode*> found;
  if (is_element(node)) {
    for (void* child : items(node.v.element.children)) found.push_back(static_cast<const GumboNode*>(child));
  }
  return found;
}

std::optional<std::string> attribute(const GumboNode& node, const char* name) {
  if (!is_element(node)) return std::nullopt;
  const GumboAttribute* found = gumbo_get_attribute(&node.v.element.attributes, name);
  return found == nullptr ? std::nullopt : std::optional<std::string>{found->value};
}

std::string all_text(const GumboNode& node) {
  if (is_text(node)) return std::string{text_of(node)};
  if (is_element(node, GUMBO_TAG_BR)) return "\n";
  std::string text;
  for (const GumboNode* child : children(node)) text += all_text(*child);
  return text;
}

bool contains(const GumboNode& node, GumboTag tag) {
  for (const GumboNode* child : children(node)) {
    if (is_element(*child, tag) || contains(*child, tag)) return true;
  }
  return false;
}

}  // namespace mediumsync::sandbox
