// Everything that happened to one post, and who asked for it.
#include "queue/history.hpp"

#include "lib/sqlite/database.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

std::vector<std::string> kinds_of(const queue::History& history) {
  std::vector<std::string> kinds;
  for (const queue::Happening& one : history.happenings) kinds.push_back(one.kind);
  return kinds;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a history has the arrival and each event and each attempt in the order of time") {
  queue().adopt_receivers({{"hook", {"published"}}}, at(0));
  const PostId id = add("one", at(1));
  add("two", at(1));
  {
    const queue::Queue::OnBehalfOf anna(queue(), "uid 1000 (anna)");
    REQUIRE(queue().hold(id, at(2)));
  }
  REQUIRE(queue().release(id, at(3)));
  send(at(4), settlement(State::queued, "not-sent"));
  send(at(6), settlement(State::published, "published"));
  queue().open_notices("hook", 5, at(60));
  queue().notices_sent("hook", at(8));
  const auto history = queue().history(id, 100).value();
  CHECK(history.post.id == id);
  CHECK_FALSE(history.cut_before);
  CHECK(kinds_of(history) == std::vector<std::string>{"arrived", "queued", "held", "queued", "publishing", "attempt",
                                                      "queued", "publishing", "attempt", "published", "notified"});
  CHECK(history.happenings.at(2).by == "uid 1000 (anna)");
  for (const std::size_t other : {std::size_t{1}, std::size_t{3}, std::size_t{9}})
    CHECK_FALSE(history.happenings.at(other).by);
  CHECK(history.happenings.at(0).detail == "from drop: one.md");
  CHECK(history.happenings.at(8).detail.starts_with("2: published, sent 2027-01-15T08:00:06"));
  CHECK(history.happenings.at(10).detail == "hook of published");
  CHECK_FALSE(queue().history(PostId{99}, 100));
}

TEST_CASE_FIXTURE(Fixture, "a history says from when on it is whole") {
  const PostId old = add("old", at(0));
  queue().hold(old, at(1));
  opened.reset();
  sqlite::Database(path).execute("DELETE FROM event");
  reopen(at(2));
  queue().release(old, at(3));
  opened.reset();
  // As after a hundred thousand events.
  sqlite::Database(path).execute("UPDATE event SET sequence = sequence + 500");
  reopen(at(4));
  const PostId fresh = add("fresh", at(5));
  const auto cut = queue().history(old, 100).value();
  CHECK(cut.cut_before == at(3));
  CHECK(kinds_of(cut) == std::vector<std::string>{"arrived", "queued"});
  CHECK_FALSE(queue().history(fresh, 100)->cut_before);
}

TEST_CASE_FIXTURE(Fixture, "of a post with very many events the newest are told") {
  const PostId id = add("one", at(0));
  for (int i = 1; i <= 10; ++i) {
    queue().hold(id, at(2 * i));
    queue().release(id, at(2 * i + 1));
  }
  const auto history = queue().history(id, 4).value();
  CHECK(kinds_of(history) == std::vector<std::string>{"arrived", "held", "queued", "held", "queued"});
  CHECK(history.cut_before == at(18));
}

TEST_CASE_FIXTURE(Fixture, "what follows from a verb by itself is nobody's wish") {
  const PostId id = add("one", at(0));
  std::vector<queue::Event> told;
  queue().set_observer([&](const queue::Event& event) {
    told.push_back(event);
    if (event.kind == "held") queue().note("noticed", "", id, at(2));
  });
  {
    const queue::Queue::OnBehalfOf anna(queue(), "uid 1000 (anna)");
    REQUIRE(queue().hold(id, at(1)));
    queue().note("after", "", id, at(3));
  }
  REQUIRE(told.size() == 3);
  CHECK(told.at(0).by == "uid 1000 (anna)");
  CHECK(told.at(1).kind == "noticed");
  CHECK_FALSE(told.at(1).by);
  CHECK(told.at(2).by == "uid 1000 (anna)");
  const auto kept = queue().events(0, 10);
  REQUIRE(kept.size() == 4);
  CHECK(kept.at(1).by == "uid 1000 (anna)");
  CHECK_FALSE(kept.at(2).by);
}
