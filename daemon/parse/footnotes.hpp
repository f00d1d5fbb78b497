// Footnotes as Markdown's tools write them into HTML: marks that lead to the items of a list of notes.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// One note of the list, in its order.
struct FootnoteItem {
  std::string label;
  const GumboNode* node = nullptr;
};

// What one tree has of them. Owned by the reader of the tree.
class FootnoteIndex {
 public:
  explicit FootnoteIndex(const GumboNode& root);

  const std::vector<FootnoteItem>& items() const { return items_; }
  // The label that a link with this href marks.
  std::optional<std::string> label(std::string_view href) const;
  // The element around the list: read note by note, not where it stands.
  bool is_list(const GumboNode& node) const;
  // The rule that a word processor sets above its notes.
  bool is_rule(const GumboNode& node) const { return &node == rule_; }

 private:
  void add_list(const GumboNode& list);
  void add_exported(const GumboNode& anchor);

  std::vector<FootnoteItem> items_;
  std::map<std::string, std::string, std::less<>> labels_;  // by id
  std::set<const GumboNode*> lists_;
  const GumboNode* rule_ = nullptr;
};

// What leads to a note holds a mark and no more: its number or a few letters, not the author's words.
bool is_note_mark(const GumboNode& anchor);

// The arrow at a note's end that leads back to its mark, or the few words that stand for it.
bool is_back_link(const GumboNode& anchor);

}  // namespace mediumsync::parse
