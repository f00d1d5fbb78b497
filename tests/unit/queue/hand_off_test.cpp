#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using namespace std::chrono_literals;
using Kinds = std::vector<std::string>;

namespace {

const queue::PublishedStory story{"e2", "https://medium.example/@jane/by-hand-e2", std::nullopt};

std::optional<PostId> hand_off(Fixture& fixture, TimePoint now, std::int64_t most_open = 3,
                               Lane lane = Lane::scheduled) {
  const auto record = fixture.queue().hand_off("main", std::nullopt, lane, most_open, now);
  return record ? std::optional(record->id) : std::nullopt;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a post that is handed off says so in its row its events its attempts and after a restart") {
  const PostId id = add("one");
  REQUIRE(hand_off(*this, at(5)) == id);
  reopen(at(6));
  CHECK(state(id) == State::handed_off);
  CHECK(record(id).handed_off_at == at(5));
  CHECK(record(id).reason->find("mediumsyncctl kit 1 ") != std::string::npos);
  CHECK(record(id).reason->find("mediumsyncctl done 1 URL") != std::string::npos);
  CHECK(kinds(id) == Kinds{"queued", "handed_off"});
  const auto attempts = queue().attempts(id);
  REQUIRE(attempts.size() == 1);
  CHECK(attempts.front().outcome == "handed-off");
  CHECK(queue().sent("main", at(0)) == std::vector{at(5)});
  CHECK(queue().hand_offs_open("main") == 1);
  CHECK(queue().hand_offs_open("other") == 0);
  CHECK_FALSE(claim(at(7)));
}

TEST_CASE_FIXTURE(Fixture, "what is handed off is looked for until it is done if it is to be public") {
  const auto sought = [&] { return queue().unreconciled("main", 10); };
  const auto add_as = [&](const std::string& name, core::PublishStatus status) {
    Arrival one = arrival(name + ".md", name);
    one.post->status = status;
    return id_of(queue().enqueue(one, at(0)));
  };
  const PostId id = add_as("open", core::PublishStatus::public_);
  REQUIRE(hand_off(*this, at(5)) == id);
  reopen(at(6));
  REQUIRE(sought().size() == 1);
  CHECK(sought().front().record.id == id);
  CHECK(sought().front().since == at(5));
  CHECK(sought().front().next_look == at(15));
  const PostId unlisted = add_as("hidden", core::PublishStatus::unlisted);
  REQUIRE(hand_off(*this, at(7)) == unlisted);
  CHECK(sought().size() == 1);
  REQUIRE(queue().discovered(id, story, "seen in the feed of @jane", at(3600)));
  CHECK(state(id) == State::published);
  CHECK(record(id).published_at == at(3600));
  CHECK(queue().attempts(id).back().detail == "seen in the feed of @jane");
  CHECK(queue().sent("main", at(0)) == std::vector{at(5), at(7)});
  CHECK(sought().empty());
}

TEST_CASE_FIXTURE(Fixture, "no more are handed off at once than are wanted and one that is done makes room") {
  const PostId first = add("one");
  const PostId second = add("two");
  const PostId third = add("three");
  CHECK(hand_off(*this, at(1), 2) == first);
  CHECK(hand_off(*this, at(2), 2) == second);
  CHECK_FALSE(hand_off(*this, at(3), 2));
  REQUIRE(queue().publish_now(third, at(3)));
  CHECK_FALSE(hand_off(*this, at(3), 2, Lane::personal));
  CHECK(state(third) == State::queued);
  REQUIRE(queue().done(first, story, at(4)));
  CHECK(hand_off(*this, at(5), 2, Lane::personal) == third);
}

TEST_CASE_FIXTURE(Fixture, "nothing is handed off before its time") {
  const PostId id = add("one");
  REQUIRE(queue().move_to(id, at(50), at(1)));
  CHECK_FALSE(hand_off(*this, at(49), 3, Lane::personal));
  CHECK(hand_off(*this, at(50), 3, Lane::personal) == id);
}

TEST_CASE_FIXTURE(Fixture, "what a person has published by hand is published wherever it stood") {
  const PostId handed = add("one");
  REQUIRE(hand_off(*this, at(1)));
  const PostId held = add("two");
  REQUIRE(queue().hold(held, at(1)));
  const PostId waiting = add("three");
  int second = 10;
  for (const PostId id : {handed, held, waiting}) {
    CAPTURE(id.value);
    const std::string name = "e" + std::to_string(second);
    const queue::PublishedStory own{name, "https://medium.example/@jane/" + name, std::nullopt};
    const auto done = queue().done(id, own, at(second));
    REQUIRE(done);
    CHECK(done->state == State::published);
    CHECK(done->url == own.url);
    CHECK(done->medium_id == own.medium_id);
    CHECK(done->published_at == at(second++));
    CHECK(queue().attempts(id).back().outcome == "published");
  }
  // The one that was handed off had used its slot when it was, the others do now.
  CHECK(queue().sent("main", at(0)) == std::vector{at(1), at(11), at(12)});
}

TEST_CASE_FIXTURE(Fixture, "a post that is skipped after it was handed off uses no slot and keeps its newest text") {
  const PostId id = add("one");
  REQUIRE(hand_off(*this, at(1)));
  REQUIRE(std::holds_alternative<queue::Drifted>(queue().enqueue(arrival("one.md", "edited"), at(2))));
  CHECK(text(id) == "one");
  REQUIRE(queue().skip(id, at(3)));
  CHECK(state(id) == State::skipped);
  CHECK(queue().sent("main", at(0)).empty());
  CHECK_FALSE(record(id).drifted);
  REQUIRE(queue().release(id, at(4)));
  CHECK(hand_off(*this, at(5)) == id);
  CHECK(text(id) == "edited");
}

TEST_CASE_FIXTURE(Fixture, "a hand-off that is not done is recalled once however often it is looked for") {
  const PostId done = add("one");
  const PostId waiting = add("two");
  CHECK_FALSE(queue().oldest_unreminded_hand_off());
  REQUIRE(hand_off(*this, at(1)));
  REQUIRE(hand_off(*this, at(2)));
  CHECK(queue().oldest_unreminded_hand_off() == at(1));
  REQUIRE(queue().done(done, story, at(3)));
  CHECK(queue().oldest_unreminded_hand_off() == at(2));
  queue().remind_of_hand_offs(at(1), at(100));
  CHECK(kinds(waiting) == Kinds{"queued", "handed_off"});
  queue().remind_of_hand_offs(at(2), at(101));
  reopen(at(102));
  queue().remind_of_hand_offs(at(50), at(103));
  CHECK(kinds(waiting) == Kinds{"queued", "handed_off", "hand-off-reminder"});
  CHECK(kinds(done) == Kinds{"queued", "handed_off", "published"});
  CHECK_FALSE(queue().oldest_unreminded_hand_off());
}

TEST_CASE_FIXTURE(Fixture, "a story that is one post's already is no other one's") {
  const PostId one = add("one");
  const PostId two = add("two");
  REQUIRE(queue().done(one, story, at(5)));
  const auto refused = queue().done(two, story, at(6));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("the story of post " + std::to_string(one.value)) != std::string::npos);
  CHECK(state(two) == State::queued);
}
