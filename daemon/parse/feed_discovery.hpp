// Which feeds a web page names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parse/feed.hpp"

namespace mediumsync::parse {

// One feed that a page leads to.
struct FeedLink {
  // `named`: <link rel="alternate" type="…">, as browsers and readers look for it. `guessed`: a link in the page's text
  // whose type or address is one that feeds have.
  enum class Sureness { named, guessed };

  std::string url;  // absolute, http or https
  std::optional<std::string> title;
  Sureness sureness = Sureness::named;
};

// The feeds of a page, the best first, each once, 20 at the most: in the page's order, feeds of comments behind all
// others. Links in the text count only where the head names none. `page.url` is where the page was found, redirects
// followed; <base href> is heeded.
std::vector<FeedLink> feeds_of_page(std::string_view bytes, const FeedContext& page);

}  // namespace mediumsync::parse
