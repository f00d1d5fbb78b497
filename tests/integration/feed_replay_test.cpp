// A feed that lives for a while: 120 versions of it, one after the other, as a site's readers would meet them.
#include <set>

#include "integration/feed_world.hpp"
#include "support/living_site.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

std::string document(support::LivingSite& site) {
  std::vector<Entry> entries;
  for (const auto& one : site.show()) entries.push_back({.number = one.number, .date = one.date, .title = one.title});
  return rss(entries);
}

}  // namespace

TEST_CASE("of 120 versions of a feed every id becomes one post") {
  for (const unsigned seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    FeedWorld world;
    support::LivingSite site(seed);
    world.server.say({.body = document(site)});
    world.start();
    world.poll();
    const std::size_t baseline = site.seen().size();
    CHECK(world.count(State::skipped) == static_cast<std::int64_t>(baseline));
    for (int version = 1; version < 120; ++version) {
      site.live_a_while();
      world.server.say({.body = document(site)});
      CHECK(world.poll().health == source::Health::ok);
      if (version % 40 == 0) world.start();
    }
    CHECK(world.all() == static_cast<std::int64_t>(site.seen().size()));
    // Older ones slide in where others are taken back or the feed grows: they are no news.
    CHECK(site.seen().size() > baseline + site.seen_later());
    CHECK(world.count(State::queued) == static_cast<std::int64_t>(site.seen_later()));
    CHECK(world.count(State::skipped) == static_cast<std::int64_t>(site.seen().size() - site.seen_later()));
    std::set<std::string> origins;
    for (const queue::Record& post : world.queue->list({.state = {}, .source = {}, .limit = 1000}))
      origins.insert(post.origin);
    CHECK(origins.size() == site.seen().size());
  }
}
