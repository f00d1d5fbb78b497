// RSS, Atom and JSON Feed → core values. Pure: no network, no entity expansion, nothing external is ever loaded.
#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/expected.hpp"
#include "core/post.hpp"
#include "parse/document.hpp"

namespace mediumsync::parse {

// A file that an entry brings along: RSS's enclosure, Media RSS's content, Atom's link, JSON Feed's attachment.
struct Attachment {
  std::string url;  // absolute, http or https
  std::optional<std::string> type;
  std::optional<std::string> title;
};

// One entry as the feed has it. Texts are decoded; `content` and `summary` are HTML.
struct FeedEntry {
  std::optional<std::string> id;  // guid or atom:id, as written
  std::optional<std::string> title;
  std::optional<std::string> link;      // absolute, unless neither xml:base nor the feed's own address is known
  std::optional<std::string> original;  // the page behind `link` where that leads through a counting proxy (FeedBurner)
  std::optional<std::string> about;     // a page of somebody else's that it is about (JSON Feed's external_url)
  std::optional<std::string> author;
  std::optional<std::string> content;
  std::optional<std::string> summary;
  std::optional<std::string> markdown;  // source:markdown, where there is neither content nor summary
  std::vector<std::string> categories;
  std::vector<Attachment> attachments;  // each address once, 20 at the most
  std::optional<core::TimePoint> published;
  std::optional<core::TimePoint> updated;
  std::optional<std::string> base;  // what relative references in content are resolved against

  // What makes it the same entry next time: id, else link, else a digest-like join of title and date; std::nullopt when
  // it has none of these.
  std::optional<std::string> identity() const;
};

// What a feed asks of its readers: when to come back, where else to look. As it says, within what can be meant at all;
// absent where it says nothing.
struct Etiquette {
  std::optional<std::chrono::minutes> ttl;              // RSS 2.0; at most a year
  std::optional<std::chrono::minutes> update_interval;  // RSS 1.0's syndication module: its period over its frequency
  std::bitset<24> skip_hours;                           // of the day, UTC
  std::bitset<7> skip_days;                             // of the week, UTC, from Sunday on
  std::vector<std::string> hubs;                        // WebSub's, 8 at the most
  std::optional<std::string> self;                      // the feed's own address
  std::optional<std::string> next;                      // where older entries are (RFC 5005, JSON Feed's next_url)
  bool expired = false;                                 // JSON Feed: there will never be anything new
};

struct Feed {
  std::optional<std::string> title;
  std::optional<std::string> link;
  std::optional<std::string> id;
  std::optional<std::string> description;
  std::optional<core::TimePoint> updated;
  std::vector<std::string> categories;
  Etiquette etiquette;
  std::vector<FeedEntry> entries;  // in the feed's order, 10,000 at the most
  bool cut_off = false;            // the document ended in the middle: there may be more
};

struct FeedContext {
  std::optional<std::string> content_type;  // the HTTP header, for its charset
  std::optional<std::string> url;           // where it came from: the base of last resort
};

// Reads on where a feed is broken. Fails with "not-a-feed" on bytes without any feed in them, saying what they look
// like, and with "feed-too-large" above 16 MiB.
core::Expected<Feed, ParseError> feed(std::string_view bytes, const FeedContext& context);

// An entry's story: content, else summary, as a Document; `excerpt` set when it carries only a teaser (feed_teaser.hpp
// says how that is judged). Tracking pixels and "The post X appeared first on Y" are left out; sound and film that the
// entry has attached, and the page that it is about, follow as links where the text has none.
core::Item item(const FeedEntry& entry, const Feed& feed);

}  // namespace mediumsync::parse
