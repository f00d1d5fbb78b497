#include "parse/footnotes.hpp"

#include <algorithm>

namespace mediumsync::parse {

FootnoteIndex::FootnoteIndex(const GumboNode& root) {
  walk(root, [&](const GumboNode& node) {
    const bool list = is_element(node) && (has_class(node, "footnotes") || attribute(node, "role") == "doc-endnotes" ||
                                           attribute(node, "data-footnotes"));
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

bool is_back_link(const GumboNode& anchor) {
  return attribute(anchor, "data-footnote-backref") || attribute(anchor, "role") == "doc-backlink" ||
         has_class(anchor, "footnote-backref") || has_class(anchor, "reversefootnote") ||
         has_class(anchor, "footnote-back") || attribute(anchor, "href").value_or("").starts_with("#fnref");
}

}  // namespace mediumsync::parse
