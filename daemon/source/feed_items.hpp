// Which of a feed's entries is which: today, among each other, and as the queue knows them from before.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/likeness.hpp"
#include "parse/feed.hpp"
#include "queue/queue.hpp"

namespace mediumsync::source {

// One entry of a document.
struct FeedItem {
  std::string id;        // as the feed gives it; others may have the same
  std::string identity;  // no other's: its post's origin
  const parse::FeedEntry* entry;
  std::optional<queue::KnownItem> known;
  std::optional<queue::KnownItem> namesake;  // known by its id, but another post
};

// The page of an entry, as a post's canonical URL has it.
std::optional<std::string> page_of(const parse::FeedEntry& entry);

// The words of an entry, as the feed has them.
core::Sketch words_of(const parse::FeedEntry& entry, const parse::Feed& feed);

// What the queue knows of one source's entries. Lives for one document.
class KnownEntries {
 public:
  KnownEntries(queue::Queue& queue, std::string_view source) : queue_(queue), source_(source) {}

  // By its own id or another one.
  std::optional<queue::KnownItem> find(const std::string& id) const;
  // The newest ones.
  std::vector<queue::KnownItem> newest() const { return queue_.known_items(source_, most_compared); }
  // As the feed had them: those of a teaser where the post has its page's article.
  core::Sketch words_of(const queue::KnownItem& known) const;

 private:
  static constexpr std::size_t most_compared = 2'000;

  queue::Queue& queue_;
  std::string_view source_;
};

// The entries that can be told from each other, in the document's order. By what their feed says they are (id, else
// link, else title and date, else their text); where several have the same, by their links, titles and texts too, but
// for the one that had it first, as far as `known` can tell.
enum class Past { none, some };
std::vector<FeedItem> identify(const parse::Feed& feed, Past past, const KnownEntries& known);

// Finds the posts that they are. An id that stands for another post now (title and text are both others) is not
// believed.
void recognise(std::vector<FeedItem>& items, const parse::Feed& feed, const KnownEntries& known);

}  // namespace mediumsync::source
