// Which entries are the same as before, whatever a feed does with their ids.
#include "integration/feed_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

std::vector<Entry> with_new_ids(std::vector<Entry> all) {
  for (Entry& entry : all) entry.id = "https://new.example/?p=" + std::to_string(entry.number);
  return all;
}

}  // namespace

TEST_CASE("an id that vanishes and returns is no new entry") {
  FeedWorld world;
  world.start_after_baseline();
  world.server.show(entries(1, 4));
  world.poll();
  world.server.show(entries(3, 3));
  world.poll();
  world.server.show(entries(1, 4));
  world.poll();
  CHECK(world.count(State::queued) == 1);
  CHECK(world.all() == 4);
}

TEST_CASE("ids are a feed's own") {
  FeedWorld world;
  source::FeedSettings other = world.settings();
  other.rules = rules_of("other");
  world.server.show(entries(1, 3));
  world.start({}, {world.settings(), other});
  world.poll();
  CHECK(world.all() == 6);
}

TEST_CASE("a feed that changes every id at once publishes nothing again") {
  FeedWorld world;
  world.start_after_baseline();
  world.server.show(entries(1, 5));
  world.poll();
  REQUIRE(world.count(State::queued) == 2);
  world.server.show(with_new_ids(entries(1, 6)));
  world.poll();
  CHECK(world.count(State::queued) == 2);
  CHECK(world.count(State::skipped) == 3);
  // The sixth is new, but among so many new ids a person should look at it.
  const auto sixth = world.find("https://new.example/?p=6");
  REQUIRE(sixth);
  CHECK(sixth->state == State::held);
  CHECK(sixth->reason->find("new ids to 5 entries") != std::string::npos);
  const std::int64_t last = world.queue->last_event();
  world.server.show(with_new_ids(entries(2, 6)));
  world.start();
  world.poll();
  CHECK(world.all() == 6);
  CHECK(world.queue->last_event() == last);
  world.server.show(with_new_ids(entries(2, 7)));
  world.poll();
  CHECK(world.find("https://new.example/?p=7")->state == State::queued);
}

TEST_CASE("a feed that changes ids and links at once publishes nothing again") {
  FeedWorld world;
  world.start_after_baseline();
  std::vector<Entry> moved = with_new_ids(entries(1, 3));
  for (Entry& entry : moved) entry.link = "https://new.example/posts/" + std::to_string(entry.number * 7);
  world.server.show(moved);
  world.poll();
  CHECK(world.all() == 3);
  CHECK(world.count(State::queued) == 0);
}

TEST_CASE("one entry under another id is the same if its link and title are or most of its text is") {
  struct Row {
    std::string what;
    Entry entry;
    std::int64_t fresh;
  };
  const Row rows[] = {
      {"the same page and title", {.number = 3, .id = "other"}, 0},
      {"the same page by https and www", {.number = 3, .id = "other", .link = "http://www.blog.example/3/"}, 0},
      {"the same page with a tracker's mark",
       {.number = 3, .id = "other", .link = "https://blog.example/3?utm_source=rss"},
       0},
      {"the same title elsewhere", {.number = 9, .id = "other", .title = "Entry 3"}, 1},
      {"the same title and text elsewhere", {.number = 3, .id = "other", .link = "https://new.example/x"}, 0},
      {"the same text elsewhere under another title",
       {.number = 3, .id = "other", .link = "https://new.example/x", .title = "Number 3 retold"},
       0},
      {"the same text at the same page under another title", {.number = 3, .id = "other", .title = "Entri"}, 0},
      {"another text at the same page under another title",
       {.number = 9, .id = "other", .link = "https://blog.example/3", .title = "Something else"},
       1}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    for (const bool was_published : {false, true}) {
      FeedWorld world;
      if (was_published) {
        world.server.show(entries(1, 2));
        world.start();
        world.poll();
        world.server.show(entries(1, 3));
        world.poll();
      } else {
        world.start_after_baseline();
      }
      const std::int64_t before = world.count(State::queued);
      world.server.show({row.entry, {.number = 2}, {.number = 1}});
      world.poll();
      CHECK(world.count(State::queued) == before + row.fresh);
      CHECK(world.all() == 3 + row.fresh);
    }
  }
}

TEST_CASE("entries that share an id are told apart by their links") {
  FeedWorld world;
  const auto same = [](int number) { return Entry{.number = number, .id = "https://blog.example/"}; };
  world.server.show({same(2), same(1)});
  world.start();
  world.poll();
  CHECK(world.all() == 2);
  for (const auto& shown : {std::vector{same(3), same(2), same(1)}, std::vector{same(3), same(2)},
                            std::vector{same(2), same(3)}, std::vector{same(3)}}) {
    world.server.show(shown);
    world.poll();
    CHECK(world.all() == 3);
    CHECK(world.count(State::queued) == 1);
  }
}

TEST_CASE("what was there first is kept unread and read when it is wanted") {
  FeedWorld world;
  world.start_after_baseline();
  const core::PostId id = world.find("id-2")->id;
  CHECK(world.find("id-2")->title == "Entry 2");
  CHECK(world.find("id-2")->canonical_url == "https://blog.example/2");
  CHECK_FALSE(world.queue->post(id));
  CHECK(world.queue->raw(id));
  CHECK_FALSE(world.queue->release(id, world.now()));
  CHECK(world.sources->read_kept(id) == source::Sources::Kept::whole);
  CHECK_FALSE(world.queue->raw(id));
  REQUIRE(world.queue->release(id, world.now()));
  const auto post = world.queue->post(id);
  REQUIRE(post);
  CHECK(core::plain_text(post->body).find("Sentence 7 of entry 2") != std::string::npos);
  world.server.show(entries(1, 4));
  world.poll();
  CHECK(world.find("id-2")->state == State::queued);
  CHECK(world.count(State::queued) == 2);
  // A feed that is not configured any more can't say what became of its entries.
  const core::PostId other = world.find("id-1")->id;
  world.start({}, {});
  CHECK_FALSE(world.sources->read_kept(other));
}
