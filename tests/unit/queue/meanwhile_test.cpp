// What comes for a post while it is being sent or held.
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::Drifted;
using queue::Unchanged;

TEST_CASE_FIXTURE(Fixture, "what comes while a post is sent goes out when that came to nothing") {
  const PostId id = add("one");
  const auto claimed = claim(at(1));
  REQUIRE(claimed);
  queue().mark_sending(claimed->attempt, at(1));
  CHECK(std::holds_alternative<Drifted>(queue().enqueue(arrival("one.md", "edited"), at(2))));
  CHECK(text(id) == "one");
  SUBCASE("not sent") {
    queue().settle(*claimed, settlement(State::queued, "not-sent"), at(3));
    CHECK(state(id) == State::queued);
    CHECK(text(id) == "edited");
  }
  SUBCASE("refused") {
    queue().settle(*claimed, settlement(State::failed, "refused"), at(3));
    CHECK(state(id) == State::queued);
    CHECK(text(id) == "edited");
  }
  SUBCASE("in doubt and resolved") {
    queue().settle(*claimed, settlement(State::in_doubt, "in-doubt"), at(3));
    CHECK(text(id) == "one");
    CHECK(record(id).drifted);
    REQUIRE(queue().resolve_not_published(id, at(4)));
    CHECK(text(id) == "edited");
  }
  SUBCASE("published") {
    queue().settle(*claimed, settlement(State::published, "published"), at(3));
    CHECK(text(id) == "one");
    CHECK(record(id).drifted);
    return;
  }
  CHECK_FALSE(record(id).drifted);
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(arrival("one.md", "edited"), at(5))));
}

TEST_CASE_FIXTURE(Fixture, "a date that the author sets while a post is sent or held is kept") {
  Arrival dated = arrival("one.md", "dated");
  dated.post->not_before = at(1000);
  const PostId id = add("one");
  SUBCASE("sent") {
    const auto claimed = claim(at(1));
    queue().enqueue(dated, at(2));
    queue().settle(*claimed, settlement(State::queued, "not-sent"), at(3));
  }
  SUBCASE("held") {
    REQUIRE(queue().hold(id, at(1)));
    queue().enqueue(dated, at(2));
    REQUIRE(queue().release(id, at(3)));
  }
  CHECK(record(id).not_before == at(1000));
  CHECK_FALSE(claim(at(999)));
  CHECK(claim(at(1000)));
}

TEST_CASE_FIXTURE(Fixture, "a date that the author takes back while a post is held is gone") {
  Arrival dated = arrival("one.md", "dated");
  dated.post->not_before = at(1000);
  const PostId id = id_of(queue().enqueue(dated, at(0)));
  REQUIRE(queue().hold(id, at(1)));
  queue().enqueue(arrival("one.md", "undated"), at(2));
  REQUIRE(queue().release(id, at(3)));
  CHECK(claim(at(4)));
}

TEST_CASE_FIXTURE(Fixture, "a draft flag that comes while a post is sent is honoured when that came to nothing") {
  const PostId id = add("one");
  const auto claimed = claim(at(1));
  queue().enqueue(asking(arrival("one.md", "not yet"), State::skipped, Cause::draft), at(2));
  queue().settle(*claimed, settlement(State::queued, "not-sent"), at(3));
  CHECK(state(id) == State::skipped);
  CHECK(record(id).cause == Cause::draft);
}
