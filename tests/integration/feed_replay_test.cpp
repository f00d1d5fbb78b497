// A feed that lives for a while: 120 versions of it, one after the other, as a site's readers would meet them.
#include <algorithm>
#include <random>
#include <set>

#include "integration/feed_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

// A site whose author writes, edits, takes back and re-dates. The same seed always makes the same life.
class Site {
 public:
  explicit Site(unsigned seed) : random_(seed) {
    for (int i = 0; i < 12; ++i) write();
  }

  void live_a_while() {
    for (int i = chance(3); i > 0; --i) write();
    if (chance(4) == 0) any().edition++;
    if (chance(6) == 0) any().day++;
    if (chance(5) == 0) any().hidden = true;
    if (chance(3) == 0) {
      const auto hidden = std::ranges::find_if(posts_, &Post::hidden);
      if (hidden != posts_.end()) hidden->hidden = false;
    }
    shown_ = 8 + chance(8);
    oldest_first_ = chance(20) == 0;
  }

  // The newest ones that are not hidden, in one of the orders that feeds come in.
  std::string document() {
    std::vector<const Post*> shown;
    for (auto post = posts_.rbegin(); post != posts_.rend() && shown.size() < static_cast<std::size_t>(shown_);
         ++post) {
      if (!post->hidden) shown.push_back(&*post);
    }
    if (oldest_first_) std::ranges::reverse(shown);
    std::vector<Entry> entries;
    for (const Post* post : shown) {
      seen_.insert(post->number);
      const std::string day = std::to_string(1 + post->day % 28);
      entries.push_back({.number = post->number,
                         .date = std::string(day.size() == 1 ? "0" : "") + day + " Jan 2026 10:00:00 GMT",
                         .title = "Entry " + std::to_string(post->number) +
                                  (post->edition > 0 ? ", edition " + std::to_string(post->edition) : "")});
    }
    return rss(entries);
  }
  // Every one that was ever shown.
  const std::set<int>& seen() const { return seen_; }

 private:
  struct Post {
    int number;
    int day;
    int edition = 0;
    bool hidden = false;
  };
  int chance(int of) { return std::uniform_int_distribution<int>(0, of - 1)(random_); }
  Post& any() { return posts_[posts_.size() - 1 - static_cast<std::size_t>(chance(10))]; }
  void write() {
    const int number = static_cast<int>(posts_.size()) + 1;
    posts_.push_back({.number = number, .day = number});
  }

  std::mt19937 random_;
  std::vector<Post> posts_;
  std::set<int> seen_;
  int shown_ = 10;
  bool oldest_first_ = false;
};

}  // namespace

TEST_CASE("of 120 versions of a feed every id becomes one post") {
  for (const unsigned seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    FeedWorld world;
    Site site(seed);
    world.server.say({.body = site.document()});
    world.start();
    world.poll();
    const std::size_t baseline = site.seen().size();
    CHECK(world.count(State::skipped) == static_cast<std::int64_t>(baseline));
    for (int version = 1; version < 120; ++version) {
      site.live_a_while();
      world.server.say({.body = site.document()});
      CHECK(world.poll().health == source::Health::ok);
      if (version % 40 == 0) world.start();
    }
    CHECK(world.all() == static_cast<std::int64_t>(site.seen().size()));
    CHECK(world.count(State::skipped) == static_cast<std::int64_t>(baseline));
    CHECK(world.count(State::queued) == static_cast<std::int64_t>(site.seen().size() - baseline));
    std::set<std::string> origins;
    for (const queue::Record& post : world.queue->list({.state = {}, .source = {}, .limit = 1000}))
      origins.insert(post.origin);
    CHECK(origins.size() == site.seen().size());
  }
}
