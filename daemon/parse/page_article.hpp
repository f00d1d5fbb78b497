// The article of the page that a feed's entry leads to, for feeds that carry only teasers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parse/document.hpp"
#include "parse/feed.hpp"

namespace mediumsync::parse {

// What was found on a page, and whether it is what the feed promised.
struct PageArticle {
  Body body;
  std::optional<std::string> canonical;  // what the page calls its own address, absolute
  // Why the body may be something else than the entry's article, or not all of it, in words that end a sentence such as
  // "held, since …"; std::nullopt where everything speaks for it.
  std::optional<std::string> doubt;
};

// The page's article: what microformats, schema.org's marks, JSON-LD, <article> or the customary names of blogs'
// software say is one, else where nearly all of its text stands. It is doubted unless it bears the entry's title, holds
// its teaser and goes on beyond it; and where the page asks to pay, to log in, to accept cookies or to prove that one
// is no robot, says that there is nothing, is a list of posts, or breaks off. `page.url` is where it was found,
// redirects followed.
PageArticle article_of_page(std::string_view bytes, const FeedContext& page, const FeedEntry& entry);

}  // namespace mediumsync::parse
