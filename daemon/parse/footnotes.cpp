#include "parse/footnotes.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

// In bytes: "Jump to footnote 12", "Return to footnote 12 in the text".
constexpr std::size_t longest_mark = 24;
constexpr std::size_t longest_way_back = 60;

// The way back from a note as Google Docs, Word and LibreOffice write it.
bool leads_from_exported_note(std::string_view href) {
  return href.starts_with("#ftnt_ref") || href.starts_with("#_ftnref") ||
         (href.starts_with("#sdfootnote") && href.ends_with("anc"));
}

const GumboNode* element_before(const GumboNode& node) {
  if (node.parent == nullptr) return nullptr;
  const GumboVector& siblings = children(*node.parent);
  const GumboNode* before = nullptr;
  for (unsigned i = 0; i < siblings.length && &child(siblings, i) != &node; ++i) {
    if (is_element(child(siblings, i))) before = &child(siblings, i);
  }
  return before;
}

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
    if (!list && tag_name(node) == "a") add_exported(node);
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
  if (items_.size() > before) lists_.insert(&list);
}

void FootnoteIndex::add_exported(const GumboNode& anchor) {
  const std::string_view name = attribute(anchor, "id").value_or(attribute(anchor, "name").value_or(""));
  if (!leads_from_exported_note(attribute(anchor, "href").value_or("")) || name.empty()) return;
  const GumboNode* note = anchor.parent;
  const GumboNode* paragraph = nullptr;
  for (int levels = 0; levels < 6 && note != nullptr && tag_name(*note) != "div"; ++levels) {
    if (tag_name(*note) == "p") paragraph = note;
    note = note->parent;
  }
  if (note == nullptr || tag_name(*note) != "div") note = paragraph;
  if (note == nullptr || is_list(*note) || !is_closed(*note)) return;
  if (items_.empty()) rule_ = element_before(*note);
  const std::string label = std::to_string(items_.size() + 1);
  items_.push_back({label, note});
  labels_.emplace(name, label);
  lists_.insert(note);
}

std::optional<std::string> FootnoteIndex::label(std::string_view href) const {
  if (!href.starts_with('#')) return std::nullopt;
  const auto found = labels_.find(href.substr(1));
  if (found == labels_.end()) return std::nullopt;
  return found->second;
}

bool FootnoteIndex::is_list(const GumboNode& node) const {
  return lists_.contains(&node);
}

bool is_note_mark(const GumboNode& anchor) {
  return holds_no_more_than(anchor, longest_mark);
}

bool is_back_link(const GumboNode& anchor) {
  const bool leads_back = attribute(anchor, "data-footnote-backref") || attribute(anchor, "role") == "doc-backlink" ||
                          has_class(anchor, "footnote-backref") || has_class(anchor, "reversefootnote") ||
                          has_class(anchor, "footnote-back") ||
                          attribute(anchor, "href").value_or("").starts_with("#fnref") ||
                          leads_from_exported_note(attribute(anchor, "href").value_or(""));
  return leads_back && holds_no_more_than(anchor, longest_way_back);
}

}  // namespace mediumsync::parse
