// RSS and Atom → core values. Pure: no network, no entity expansion, nothing external is ever loaded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/expected.hpp"
#include "core/post.hpp"
#include "parse/document.hpp"

namespace mediumsync::parse {

// One entry as the feed has it. Texts are decoded; `content` and `summary` are HTML.
struct FeedEntry {
  std::optional<std::string> id;  // guid or atom:id, as written
  std::optional<std::string> title;
  std::optional<std::string> link;      // absolute, unless nothing is known that it could be resolved against
  std::optional<std::string> original;  // the page behind `link` where that leads through a counting proxy (FeedBurner)
  std::optional<std::string> author;
  std::optional<std::string> content;
  std::optional<std::string> summary;
  std::vector<std::string> categories;
  std::optional<core::TimePoint> published;
  std::optional<core::TimePoint> updated;
  std::optional<std::string> base;  // what relative references in content are resolved against

  // What makes it the same entry next time: id, else link, else a digest-like join of title and date; std::nullopt when
  // it has none of these.
  std::optional<std::string> identity() const;
};

struct Feed {
  std::optional<std::string> title;
  std::optional<std::string> link;
  std::optional<std::string> id;
  std::optional<std::string> description;
  std::optional<core::TimePoint> updated;
  std::vector<std::string> categories;
  std::vector<FeedEntry> entries;  // in the feed's order, 10,000 at the most
};

struct FeedContext {
  std::optional<std::string> content_type;  // the HTTP header, for its charset
  std::optional<std::string> url;           // where it came from: the base of last resort
};

// Reads on where a feed is broken. Fails with "not-a-feed" on bytes without any feed in them, saying what they look
// like, and with "feed-too-large" above 16 MiB.
core::Expected<Feed, ParseError> feed(std::string_view bytes, const FeedContext& context);

// An entry's story: content, else summary, as a Document; `excerpt` set when it carries only a teaser (feed_teaser.hpp
// says how that is judged). Tracking pixels and "The post X appeared first on Y" are left out.
core::Item item(const FeedEntry& entry, const Feed& feed);

}  // namespace mediumsync::parse
