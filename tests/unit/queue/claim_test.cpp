#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

TEST_CASE_FIXTURE(Fixture, "posts are claimed in the order they came") {
  const PostId first = add("first");
  const PostId second = add("second");
  const auto one = claim(at(1));
  REQUIRE(one);
  CHECK(one->record.id == first);
  CHECK(one->record.state == State::publishing);
  CHECK(one->number == 1);
  CHECK(one->post.title == "Title of first");
  CHECK(core::plain_text(one->post.body) == "first");
  CHECK(claim(at(1))->record.id == second);
  CHECK_FALSE(claim(at(1)));
  CHECK(state(first) == State::publishing);
  CHECK(queue().counts()[State::publishing] == 2);
  const auto attempts = queue().attempts(first);
  REQUIRE(attempts.size() == 1);
  CHECK(attempts[0].claimed_at == at(1));
  CHECK_FALSE(attempts[0].sending_at);
  CHECK_FALSE(attempts[0].outcome);
}

TEST_CASE_FIXTURE(Fixture, "a post is not claimed before its date and keeps its place until then") {
  Arrival dated = arrival("dated.md", "dated");
  dated.post->not_before = at(100);
  const PostId later = id_of(queue().enqueue(dated, at(0)));
  const PostId now = add("now");
  const PostId next = add("next");
  CHECK(claim(at(1))->record.id == now);
  CHECK(queue().outlook("main", std::nullopt).ready == TimePoint{});
  CHECK(claim(at(100))->record.id == later);
  CHECK(claim(at(100))->record.id == next);
}

TEST_CASE_FIXTURE(Fixture, "a clock that is set back publishes nothing early") {
  Arrival dated = arrival("dated.md", "dated");
  dated.post->not_before = at(100);
  add("other");
  const PostId later = id_of(queue().enqueue(dated, at(0)));
  CHECK(claim(at(200)));  // by which the dated one has become ripe
  CHECK_FALSE(claim(at(50)));
  CHECK(queue().outlook("main", std::nullopt).ready == at(100));
  CHECK(claim(at(100))->record.id == later);
}

TEST_CASE_FIXTURE(Fixture, "the outlook tells when the next post wants to go") {
  CHECK_FALSE(queue().outlook("main", std::nullopt).ready);
  CHECK_FALSE(queue().outlook("main", std::nullopt).personal);
  Arrival dated = arrival("dated.md", "dated");
  dated.post->not_before = at(100);
  queue().enqueue(dated, at(0));
  CHECK(queue().outlook("main", std::nullopt).ready == at(100));
  const PostId other = add("other");
  CHECK(queue().outlook("main", std::nullopt).ready == TimePoint{});
  REQUIRE(queue().move_to(other, at(50), at(1)));
  CHECK(queue().outlook("main", std::nullopt).ready == at(100));
  CHECK(queue().outlook("main", std::nullopt).personal == at(50));
  CHECK_FALSE(queue().outlook("second", std::nullopt).ready);
}

TEST_CASE_FIXTURE(Fixture, "a person's time is its own lane") {
  const PostId a = add("a");
  const PostId b = add("b");
  REQUIRE(queue().move_to(a, at(60), at(1)));
  REQUIRE(queue().publish_now(b, at(10)));
  CHECK_FALSE(claim(at(100), Lane::scheduled));
  CHECK_FALSE(claim(at(9), Lane::personal));
  CHECK(claim(at(100), Lane::personal)->record.id == b);
  CHECK_FALSE(claim(at(59), Lane::personal));
  CHECK(claim(at(60), Lane::personal)->record.id == a);
}

TEST_CASE_FIXTURE(Fixture, "posts of a source with a schedule of its own are another line") {
  Arrival own = arrival("own.md", "own");
  own.plan = "drop";
  const PostId id = id_of(queue().enqueue(own, at(0)));
  CHECK_FALSE(queue().outlook("main", std::nullopt).ready);
  CHECK(queue().outlook("main", "drop").ready);
  CHECK_FALSE(claim(at(1)));
  queue().adopt_plans({});
  CHECK_FALSE(record(id).plan);
  CHECK(queue().outlook("main", std::nullopt).ready);
  queue().adopt_plans({"drop", "blog"});
  CHECK(record(id).plan == "drop");
  CHECK(queue().claim_due("main", "drop", Lane::scheduled, at(1))->record.id == id);
}

TEST_CASE_FIXTURE(Fixture, "a post that waits again follows the plans as they are by then") {
  Arrival own = arrival("own.md", "own");
  own.plan = "drop";
  const PostId id = id_of(queue().enqueue(own, at(0)));
  REQUIRE(queue().hold(id, at(1)));
  queue().adopt_plans({});
  REQUIRE(queue().release(id, at(2)));
  CHECK_FALSE(record(id).plan);
}

TEST_CASE_FIXTURE(Fixture, "the sending mark is set once and on an open attempt alone") {
  add("one");
  const auto claimed = claim(at(1));
  queue().mark_sending(claimed->attempt, at(2));
  CHECK(queue().attempts(claimed->record.id)[0].sending_at == at(2));
  CHECK_THROWS_AS(queue().mark_sending(claimed->attempt, at(3)), std::logic_error);
  queue().settle(*claimed, settlement(State::published, "published"), at(4));
  CHECK_THROWS_AS(queue().mark_sending(claimed->attempt, at(5)), std::logic_error);
  CHECK_THROWS_AS(queue().mark_sending(core::AttemptId{99}, at(5)), std::logic_error);
}

TEST_CASE_FIXTURE(Fixture, "a sending mark is on the disk when it returns and so not part of a batch") {
  add("one");
  const auto claimed = claim(at(1));
  queue::Queue::Batch batch(queue());
  CHECK_THROWS_AS(queue().mark_sending(claimed->attempt, at(2)), std::logic_error);
}

TEST_CASE_FIXTURE(Fixture, "what was sent or may have been is counted") {
  for (const char* name : {"a", "b", "c", "d", "e"}) add(name);
  send(at(100), settlement(State::published, "published"));
  send(at(200), settlement(State::failed, "refused"));
  send(at(300), settlement(State::in_doubt, "in-doubt"));
  send(at(400), settlement(State::queued, "throttled"));
  const auto open = claim(at(500));
  CHECK(queue().sent("main", at(0)) == std::vector{at(100), at(300)});
  queue().mark_sending(open->attempt, at(500));
  CHECK(queue().sent("main", at(0)) == std::vector{at(100), at(300), at(500)});
  CHECK(queue().sent("main", at(300)) == std::vector{at(300), at(500)});
  CHECK(queue().sent("main", at(900)) == std::vector{at(500)});
  CHECK(queue().sent("second", at(0)).empty());
}

static std::vector<std::string> outcomes(Fixture& fixture, PostId id) {
  std::vector<std::string> all;
  for (const auto& attempt : fixture.queue().attempts(id)) all.push_back(attempt.outcome.value_or("open"));
  return all;
}

TEST_CASE("a post is counted for as long as it may exist") {
  Fixture fixture;
  const PostId id = fixture.add("a");
  fixture.send(at(100), settlement(State::in_doubt, "in-doubt"));
  CHECK(fixture.queue().sent("main", at(0)).size() == 1);
  SUBCASE("it does not") {
    REQUIRE(fixture.queue().resolve_not_published(id, at(200)));
    CHECK(fixture.queue().sent("main", at(0)).empty());
    CHECK(outcomes(fixture, id) == std::vector<std::string>{"in-doubt", "not-published"});
  }
  SUBCASE("it does") {
    REQUIRE(fixture.queue().resolve_published(id, {std::nullopt, "https://medium.example/x", std::nullopt}, at(200)));
    CHECK(fixture.queue().sent("main", at(0)) == std::vector{at(100)});
    CHECK(outcomes(fixture, id) == std::vector<std::string>{"in-doubt", "published"});
  }
  SUBCASE("it does though it was taken not to") {
    REQUIRE(fixture.queue().resolve_not_published(id, at(200)));
    fixture.send(at(300), settlement(State::in_doubt, "in-doubt"));
    REQUIRE(fixture.queue().resolve_published(id, {std::nullopt, std::nullopt, std::nullopt}, at(400)));
    CHECK(fixture.queue().sent("main", at(0)) == std::vector{at(300)});
    CHECK(fixture.queue().find(id)->published_at == at(300));
  }
}
