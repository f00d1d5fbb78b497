// The places of a text that a link's `#fragment` can lead to.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// Ids, names, and headings by their words: site generators make their ids of these, each in its own way. Owned by the
// reader of one body.
class Fragments {
 public:
  // `named`: what the text calls its places in ways that the tree does not show.
  Fragments(const GumboNode& root, const std::set<std::string>& named);

  // `fragment` without its '#'. True for what no text has to define, too, such as "top".
  bool has(std::string_view fragment) const;

 private:
  std::set<std::string, std::less<>> names_;
  std::set<std::string, std::less<>> headings_;
};

}  // namespace mediumsync::parse
