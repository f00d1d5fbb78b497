// What a page says of itself in JSON-LD (schema.org), as far as it is about its article.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// One Article, NewsArticle, BlogPosting or the like.
struct LinkedArticle {
  std::optional<std::string> headline;
  std::optional<std::string> description;
  std::optional<std::string> body;  // plain text
  bool free = true;                 // false: isAccessibleForFree says so, of all of it or of a part
};

struct LinkedData {
  std::vector<LinkedArticle> articles;  // 10 at the most
  bool collection = false;              // the page is a list, a search's results or the like
};

// Scripts above 256 KiB, broken ones and what lies too deep are passed over.
LinkedData linked_data(const GumboNode& root);

}  // namespace mediumsync::parse
