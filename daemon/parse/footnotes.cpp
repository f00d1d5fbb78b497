#include "parse/footnotes.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

// In bytes: "Jump to footnote 12", "Return to footnote 12 in the text".
constexpr std::size_t longest_mark = 24;
constexpr std::size_t longest_way_back = 60;

// Longer ones, and links that were never closed, hold what is to be read.
bool holds_no_more_than(const GumboNode& anchor, std::size_t bytes) {
  return is_closed(anchor) && core::collapse_space(deep_text(anchor)).size() <= bytes;
}

}  // namespace

FootnoteIndex::FootnoteIndex(const GumboNode& root) {
  walk(root, [&](const GumboNode& node) {
    const bool list = (has_class(node, "footnotes") || attribute(node, "role") == "doc-endnotes" ||
                       attribute(node, "data-footnotes")) &&
                      is_closed(node);
    if (list) add_list(node);
    return list ? Walk::past : Walk::into;
  });
}

void FootnoteIndex::add_list(const GumboNode& list) {
  const std::size_t before = items_.size();
  walk(list, [&](const GumboNode& node) {
    const auto id = tag_name(node) == "li" ? attribute(node, "id") : std::nullopt;
    if (!id || id->empty()) return Walk::into;
    const std::string label = std::to_string(items_.size() + 1);
    items_.push_back({label, &node});
    labels_.emplace(*id, label);
    return Walk::past;
  });
  if (items_.size() > before) lists_.push_back(&list);
}

std::optional<std::string> FootnoteIndex::label(std::string_view href) const {
  if (!href.starts_with('#')) return std::nullopt;
  const auto found = labels_.find(href.substr(1));
  if (found == labels_.end()) return std::nullopt;
  return found->second;
}

bool FootnoteIndex::is_list(const GumboNode& node) const {
  return std::find(lists_.begin(), lists_.end(), &node) != lists_.end();
}

bool is_note_mark(const GumboNode& anchor) {
  return holds_no_more_than(anchor, longest_mark);
}

bool is_back_link(const GumboNode& anchor) {
  const bool leads_back = attribute(anchor, "data-footnote-backref") || attribute(anchor, "role") == "doc-backlink" ||
                          has_class(anchor, "footnote-backref") || has_class(anchor, "reversefootnote") ||
                          has_class(anchor, "footnote-back") ||
                          attribute(anchor, "href").value_or("").starts_with("#fnref");
  return leads_back && holds_no_more_than(anchor, longest_way_back);
}

}  // namespace mediumsync::parse
