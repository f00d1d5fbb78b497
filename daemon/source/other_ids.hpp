// Entries that are known, under ids that are not: what a site's move to another platform makes of a feed, and an author
// who gives a post another address.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "source/feed_items.hpp"

namespace mediumsync::source {

struct OtherId {
  std::size_t item;  // its place among the items
  std::string origin;
};

// The unknown entries that are posts whose own ids have left the feed. One alone must have the page and the title of
// such a post, or one of them and most of its text, or nearly all of its text; where half of a feed or more is unknown
// at once, page or title will do for each, as long as most of them are found again: a new post may be called like an
// old one, a whole feed is not. A page or title that several share tells nothing without the text.
std::vector<OtherId> other_ids(const std::vector<FeedItem>& items, const parse::Feed& feed, const KnownEntries& known);

}  // namespace mediumsync::source
