#include "parse/html_tree.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "parse/html_guard.hpp"

namespace mediumsync::parse {

HtmlTree::HtmlTree(std::string_view html, HtmlKind kind) {
  GuardedHtml guarded = guard_html(html);
  text_ = std::move(guarded.html);
  simplified_ = guarded.simplified;
  swallowed_ = guarded.swallowed;
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  if (kind == HtmlKind::fragment) options.fragment_context = GUMBO_TAG_BODY;
  output_.reset(gumbo_parse_with_options(&options, text_.data(), text_.size()));
  root_ = output_->root;
}

void HtmlTree::Destroy::operator()(GumboOutput* output) const {
  gumbo_destroy_output(&kGumboDefaultOptions, output);
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

bool is_text(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_CDATA || node.type == GUMBO_NODE_WHITESPACE;
}

std::string_view tag_name(const GumboNode& node) {
  if (!is_element(node)) return {};
  if (node.v.element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(node.v.element.tag);
  GumboStringPiece name = node.v.element.original_tag;
  if (name.data == nullptr) return {};
  gumbo_tag_from_original_text(&name);
  return {name.data, name.length};
}

std::string_view text_of(const GumboNode& node) {
  return node.v.text.text;
}

std::optional<std::string_view> attribute(const GumboNode& element, const char* name) {
  if (!is_element(element)) return std::nullopt;
  const GumboAttribute* found = gumbo_get_attribute(&element.v.element.attributes, name);
  if (found == nullptr) return std::nullopt;
  return found->value;
}

bool has_class(const GumboNode& element, std::string_view name) {
  std::string_view rest = attribute(element, "class").value_or("");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(" \t\n"), rest.size());
    if (rest.substr(0, end) == name) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

const GumboVector& children(const GumboNode& node) {
  if (is_element(node)) return node.v.element.children;
  if (node.type == GUMBO_NODE_DOCUMENT) return node.v.document.children;
  return kGumboEmptyVector;
}

const GumboNode& child(const GumboVector& nodes, unsigned index) {
  return *static_cast<const GumboNode*>(nodes.data[index]);
}

bool is_closed(const GumboNode& node) {
  if (!is_element(node)) return false;
  // The end tag that gumbo notes may be that of an element around.
  const GumboStringPiece& end = node.v.element.original_end_tag;
  const std::string_view closing = end.data == nullptr ? std::string_view() : std::string_view(end.data, end.length);
  if (!closing.starts_with("</")) return false;
  const std::string_view name = tag_name(node);
  return core::equal_ignoring_case(closing.substr(2, name.size()), name);
}

bool is_stray_tag(const GumboNode& node) {
  if (!is_element(node) || node.v.element.tag != GUMBO_TAG_UNKNOWN || node.v.element.attributes.length > 0)
    return false;
  const std::string_view name = tag_name(node);
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain && !is_closed(node);
}

int line_of(const GumboNode& node) {
  const GumboSourcePosition& position = is_element(node) ? node.v.element.start_pos : node.v.text.start_pos;
  return static_cast<int>(position.line);
}

std::string deep_text(const GumboNode& node) {
  std::string out;
  walk(node, [&](const GumboNode& at) {
    if (is_text(at)) out += text_of(at);
    if (tag_name(at) == "br") out += '\n';
    return Walk::into;
  });
  return out;
}

}  // namespace mediumsync::parse
