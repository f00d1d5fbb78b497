// Entries that are known, under ids that are not: what a site's move to another platform makes of a feed.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "parse/feed.hpp"
#include "queue/queue.hpp"

namespace mediumsync::source {

// One entry of a document, by its id.
struct FeedItem {
  std::string identity;
  const parse::FeedEntry* entry;
  std::optional<queue::KnownItem> known;
};

// The page of an entry, as a post's canonical URL has it.
std::optional<std::string> page_of(const parse::FeedEntry& entry);

struct OtherId {
  std::size_t item;  // its place among the items
  std::string origin;
};

inline constexpr std::size_t most_compared = 2'000;

// The unknown entries that are known ones under another id. One alone must have the link and the title of a post whose
// own id has left the feed; where half of a feed or more is unknown at once, either will do for each, as long as most
// of them are found again: a new post may be called like an old one, a whole feed is not. What several share tells
// nothing. `known` is asked for only when there is something to compare.
std::vector<OtherId> other_ids(const std::vector<FeedItem>& items,
                               const std::function<std::vector<queue::KnownItem>()>& known);

}  // namespace mediumsync::source
