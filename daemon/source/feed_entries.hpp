// From a feed's document to the queue: which of its entries are new, and what is to become of each.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/expected.hpp"
#include "lib/http/client.hpp"
#include "parse/feed.hpp"
#include "queue/queue.hpp"
#include "source/back_catalogue.hpp"
#include "source/raw_entry.hpp"
#include "source/sources.hpp"

namespace mediumsync::source {

// The reason of a post whose page is fetched.
inline constexpr std::string_view teaser_reason =
    "the feed carries only a teaser of it; its page is fetched for the whole text";

// What a document brought.
struct FeedNews {
  std::size_t entries = 0;
  std::size_t fresh = 0;    // not known before
  std::size_t renamed = 0;  // known, under another id
  std::size_t pages = 0;    // to be fetched for their articles
};

// Hands every entry to the queue, the oldest first. The caller's batch makes one commit of it.
FeedNews take_in(queue::Queue& queue, const FeedSettings& settings, const parse::Feed& feed, const Look& look,
                 core::TimePoint now);

// A post that was kept as the feed had it, as its feed's settings read it, in the state that it has.
struct KeptEntry {
  queue::Arrival arrival;
  core::Excerpt excerpt = core::Excerpt::no;
  std::string digest;  // of the entry as it was kept
};
KeptEntry read_raw(const FeedSettings& settings, std::string_view bytes, const queue::Record& record,
                   core::TimePoint now);

// An entry with the article of its page in the teaser's place; or why that can't be relied on.
core::Expected<queue::Arrival, std::string> read_page(const FeedSettings& settings, const UnpackedEntry& entry,
                                                      const http::Response& page, const std::string& origin,
                                                      core::TimePoint now);

}  // namespace mediumsync::source
