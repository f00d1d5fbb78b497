#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using Kinds = std::vector<std::string>;

TEST_CASE_FIXTURE(Fixture, "a published post has its story") {
  const PostId id = add("one");
  send(at(10), settlement(State::published, "published"));
  const queue::Record row = record(id);
  CHECK(row.state == State::published);
  CHECK(row.medium_id == "e1");
  CHECK(row.url == "https://medium.example/@jane/e1");
  CHECK(row.published_at == at(10));
  CHECK_FALSE(row.reason);
  const auto attempts = queue().attempts(id);
  REQUIRE(attempts.size() == 1);
  CHECK(attempts[0].outcome == "published");
  CHECK(attempts[0].finished_at == at(10));
  CHECK(kinds(id) == Kinds{"queued", "publishing", "published"});
}

TEST_CASE_FIXTURE(Fixture, "a story whose answer was cut off is published with a note") {
  const PostId id = add("one");
  queue::Settlement cut = settlement(State::published, "published");
  cut.story = queue::PublishedStory{std::nullopt, std::nullopt, "the answer was cut off"};
  send(at(10), cut);
  CHECK(state(id) == State::published);
  CHECK(record(id).reason == "the answer was cut off");
  CHECK_FALSE(record(id).url);
}

TEST_CASE_FIXTURE(Fixture, "a post that could not be sent keeps its place and waits") {
  const PostId first = add("first");
  const PostId second = add("second");
  queue::Settlement later = settlement(State::queued, "not-sent");
  later.not_before = at(100);
  later.detail = "connection refused";
  send(at(10), later);
  CHECK(record(first).state == State::queued);
  CHECK(record(first).cause == Cause::network);
  CHECK(record(first).reason == "the reason");
  CHECK(record(first).not_before == at(100));
  CHECK(queue().attempts(first)[0].detail == "connection refused");
  CHECK(queue().waiting("main", std::nullopt, 10).front().id == first);
  CHECK(claim(at(50))->record.id == second);
  const auto again = claim(at(100));
  REQUIRE(again);
  CHECK(again->record.id == first);
  CHECK(again->number == 2);
  CHECK_FALSE(record(first).reason);
}

TEST_CASE_FIXTURE(Fixture, "a personal post that could not be sent stays personal") {
  const PostId id = add("one");
  REQUIRE(queue().publish_now(id, at(5)));
  const auto claimed = claim(at(5), Lane::personal);
  queue::Settlement later = settlement(State::queued, "not-sent");
  SUBCASE("until later") {
    later.not_before = at(65);
    queue().settle(*claimed, later, at(6));
    CHECK_FALSE(claim(at(64), Lane::personal));
    CHECK(claim(at(65), Lane::personal));
  }
  SUBCASE("at once") {
    queue().settle(*claimed, later, at(6));
    CHECK(record(id).not_before == at(5));
    CHECK(claim(at(6), Lane::personal));
  }
  CHECK(record(id).lane == Lane::personal);
}

TEST_CASE_FIXTURE(Fixture, "what Medium refused is left out the next time until the text is another") {
  Arrival with_date = arrival("one.md", "one");
  with_date.post->published_at = at(-100);
  const PostId id = id_of(queue().enqueue(with_date, at(0)));
  queue::Settlement again = settlement(State::queued, "refused");
  again.amendment = queue::Amendment::without_tags;
  send(at(1), again);
  again.amendment = queue::Amendment::without_published_at;
  {
    const auto second = claim(at(2));
    CHECK(second->post.tags.empty());
    CHECK(second->post.published_at == at(-100));
    queue().settle(*second, again, at(2));
  }
  const auto third = claim(at(3));
  CHECK(third->post.tags.empty());
  CHECK_FALSE(third->post.published_at);
  CHECK(record(id).tags.size() == 2);
  queue().settle(*third, settlement(State::queued, "not-sent"), at(3));
  with_date.digest = "another";
  queue().enqueue(with_date, at(4));
  const auto fourth = claim(at(5));
  CHECK(fourth->post.tags.size() == 2);
  CHECK(fourth->post.published_at);
}

TEST_CASE_FIXTURE(Fixture, "a post in doubt or failed says why and is not claimed again") {
  struct Row {
    State next;
    Cause cause;
  };
  for (const Row& row : {Row{State::in_doubt, Cause::doubt}, Row{State::failed, Cause::refused}}) {
    const PostId id = add(std::string(core::to_string(row.next)));
    send(at(10), settlement(row.next, "x"));
    CHECK(state(id) == row.next);
    CHECK(record(id).cause == row.cause);
    CHECK(record(id).reason == "the reason");
    CHECK_FALSE(claim(at(100'000)));
  }
}

TEST_CASE_FIXTURE(Fixture, "an attempt is settled once") {
  add("one");
  const auto claimed = claim(at(1));
  queue().settle(*claimed, settlement(State::queued, "not-sent"), at(2));
  CHECK_THROWS_AS(queue().settle(*claimed, settlement(State::published, "published"), at(3)), std::logic_error);
  const auto second = claim(at(4));
  CHECK_THROWS_AS(queue().settle(*claimed, settlement(State::published, "published"), at(5)), std::logic_error);
  CHECK_THROWS_AS(queue().settle(*second, settlement(State::skipped, "x"), at(5)), std::logic_error);
  CHECK(state(claimed->record.id) == State::publishing);
  CHECK_FALSE(queue().attempts(claimed->record.id)[1].outcome);
}

TEST_CASE_FIXTURE(Fixture, "a claim left without a sending mark waits again after a restart") {
  const PostId first = add("first");
  add("second");
  claim(at(1));
  reopen(at(2));
  CHECK(state(first) == State::queued);
  const auto attempts = queue().attempts(first);
  REQUIRE(attempts.size() == 1);
  CHECK(attempts[0].outcome == "interrupted");
  CHECK(attempts[0].finished_at == at(2));
  const auto again = claim(at(3));
  CHECK(again->record.id == first);
  CHECK(again->number == 2);
  CHECK(kinds(first) == Kinds{"queued", "publishing", "queued", "publishing"});
}

TEST_CASE_FIXTURE(Fixture, "a claim left with a sending mark is in doubt after a restart and says how to resolve it") {
  const PostId id = add("one");
  queue().mark_sending(claim(at(1))->attempt, at(2));
  reopen(at(3));
  CHECK(state(id) == State::in_doubt);
  CHECK(record(id).cause == Cause::doubt);
  const std::string reason = record(id).reason.value();
  CHECK(reason.find("mediumsyncctl resolve 1 --published URL") != std::string::npos);
  CHECK(reason.find("mediumsyncctl resolve 1 --not-published") != std::string::npos);
  CHECK(queue().attempts(id)[0].outcome == "in-doubt");
  CHECK(queue().sent("main", at(0)) == std::vector{at(2)});
  CHECK_FALSE(claim(at(100'000)));
  reopen(at(4));
  CHECK(queue().attempts(id).size() == 1);
  CHECK(kinds(id) == Kinds{"queued", "publishing", "in_doubt"});
}

TEST_CASE_FIXTURE(Fixture, "a personal post that was claimed is personal after a restart") {
  const PostId id = add("one");
  REQUIRE(queue().publish_now(id, at(1)));
  claim(at(1), Lane::personal);
  reopen(at(2));
  CHECK(record(id).lane == Lane::personal);
  CHECK(claim(at(3), Lane::personal));
}
