// Entries that are new to the queue and old to their feed: where one is deleted, or the feed grows longer, older ones
// slide in that were never seen and are no news. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "source/feed_items.hpp"

namespace mediumsync::source {

// How a feed is looked at. What is in it the first time is its baseline; where the configuration names another address,
// what can't be told to be newer than the last look at the old one is too.
struct Look {
  enum class Kind { first, elsewhere, later };
  Kind kind = Kind::first;
  core::TimePoint since;  // of the first look, or of the last one at the old address
};

// Why an unknown entry is taken for an old one, as a reason to skip it; or why that can't be told, as one to hold it.
struct Old {
  enum class Sureness { sure, unsure };
  Sureness sureness = Sureness::sure;
  std::string reason;
};

// One for each item, in the same order, which must be the document's.
std::vector<std::optional<Old>> back_catalogue(const std::vector<FeedItem>& items, const Look& look);

}  // namespace mediumsync::source
