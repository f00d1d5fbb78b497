// Boxes around text as site generators write them into HTML: Sphinx's admonitions, GitHub's alerts, Bootstrap's.
#include <algorithm>
#include <initializer_list>

#include "core/text.hpp"
#include "parse/html_reader.hpp"
#include "parse/markdown_callouts.hpp"

namespace mediumsync::parse {
namespace {

bool is_title_of_box(const GumboNode& node) {
  return has_class(node, "admonition-title") || has_class(node, "markdown-alert-title") ||
         has_class(node, "alert-heading");
}

// The first of the classes that is a type of box: "admonition warning", "markdown-alert markdown-alert-note".
std::optional<std::string> type_of_box(const GumboNode& element) {
  std::string_view family;
  for (const std::string_view name : {"admonition", "markdown-alert", "alert"}) {
    if (has_class(element, name)) family = name;
  }
  if (family.empty()) return std::nullopt;
  std::string_view classes = attribute(element, "class").value_or("");
  while (!classes.empty()) {
    const std::size_t end = std::min(classes.find_first_of(" \t\n"), classes.size());
    std::string_view one = classes.substr(0, end);
    if (one.starts_with(family) && one.size() > family.size() && one[family.size()] == '-')
      one.remove_prefix(family.size() + 1);
    if (one != family && is_callout(one)) return std::string(one);
    classes.remove_prefix(std::min(end + 1, classes.size()));
  }
  return std::nullopt;
}

std::string first_words(const GumboNode& element, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    std::string words = core::collapse_space(attribute(element, key).value_or(""));
    if (!words.empty()) return words;
  }
  return {};
}

}  // namespace

std::optional<std::string> HtmlReader::label_of_box(const GumboNode& element) {
  const std::string_view tag = tag_name(element);
  if (tag != "div" && tag != "aside" && tag != "section") return std::nullopt;
  const auto type = type_of_box(element);
  if (!type || !is_closed(element)) return std::nullopt;
  const GumboNode* title = find_node(element, is_title_of_box);
  std::string words = title != nullptr ? core::collapse_space(deep_text(*title)) : std::string();
  while (words.ends_with(':')) words.pop_back();
  return words.empty() ? callout_label(*type, "") : words;
}

// A quote whose first line begins with the label.
void HtmlReader::box(const GumboNode& element, const std::string& label, const Style& style, Flow& flow) {
  flow.end_paragraph();
  if (nesting_ >= core::max_nesting) return inside(element, style, flow);
  ++nesting_;
  Flow inner;
  const GumboVector& nodes = children(element);
  for (unsigned i = 0; i < nodes.length; ++i) {
    if (!is_title_of_box(child(nodes, i))) node(child(nodes, i), style, inner);
  }
  core::Blocks blocks = inner.take();
  --nesting_;
  core::Inlines first{core::Run{label + ":", core::Marks::strong, std::nullopt}};
  auto* paragraph = blocks.empty() ? nullptr : std::get_if<core::Paragraph>(&blocks.front().value);
  if (paragraph != nullptr) {
    first.emplace_back(core::Run{" ", core::Marks::none, std::nullopt});
    first.insert(first.end(), paragraph->text.begin(), paragraph->text.end());
    paragraph->text = std::move(first);
  } else {
    blocks.insert(blocks.begin(), core::Block{core::Paragraph{std::move(first)}});
  }
  flow.block({core::Quote{core::QuoteKind::block, std::move(blocks)}});
}

// A program's element: `<Callout type="tip" title="…">`, `<Card title="…">`. What its attributes say to the reader
// stays.
void HtmlReader::component(const GumboNode& element, const Style& style, Flow& flow) {
  const std::string title = first_words(element, {"title", "label", "header", "heading", "summary"});
  const std::string name = core::ascii_lower(tag_name(element));
  if (is_callout(name) && is_closed(element)) {
    const std::string given = core::ascii_lower(first_words(element, {"type", "variant", "kind"}));
    return box(element, callout_label(is_callout(given) ? given : name, title), style, flow);
  }
  Style strong = style;
  strong.marks = strong.marks | core::Marks::strong;
  if (!title.empty()) {
    flow.text(title, strong);
    flow.text(" ", style);
  }
  inside(element, style, flow);
  const std::string text = first_words(element, {"caption", "description", "text", "content"});
  if (!text.empty()) flow.text(" " + text, style);
}

}  // namespace mediumsync::parse
