// What is on Medium already is not sent again.
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::KnownStory;

namespace {

const std::string essay = words(1, 300);
const std::string other = words(9, 300);
const std::string address = "https://blog.example/queues";

Arrival file(const std::string& title = "On queues", const std::string& text = essay) {
  Arrival arrived = arrival("queues.md", text);
  arrived.digest = title + text;
  arrived.post->title = title;
  return arrived;
}
Arrival at_address(Arrival arrived) {
  arrived.post->canonical_url = address + "/?utm_source=rss";
  return arrived;
}

KnownStory story(const std::string& title = "On queues", const std::string& text = essay) {
  KnownStory told;
  told.account = "main";
  told.id = "1a2b3c4d5e6f";
  told.url = "https://medium.com/@jane/on-queues-1a2b3c4d5e6f";
  told.title = title;
  if (!text.empty()) told.text = core::Sketch::of(post_of(text).body);
  return told;
}
KnownStory with_canonical(KnownStory told) {
  told.canonical_url = address;
  return told;
}
KnownStory draft(KnownStory told) {
  told.draft = core::Draft::yes;
  return told;
}
KnownStory of(KnownStory told, const std::string& account) {
  told.account = account;
  return told;
}

}  // namespace

TEST_CASE("what makes a post one that is on Medium already whichever is known first") {
  struct Row {
    const char* what;
    Arrival post;
    KnownStory on_medium;
    std::optional<std::string> why;
  };
  const Row rows[] = {
      {"word for word", file(), story(), "(the same title and 100 % of the text)"},
      {"edited", file("On queues", words(2, 30) + " " + essay), story(), "(the same title and "},
      {"another title", file("What queues taught me"), story(), "% of the text under another title)"},
      {"the address", at_address(file("Queues", other)), with_canonical(story()), "(both have the address " + address},
      {"a teaser's title", file(), story("On Queues!", ""), "(the same title; its text is not known)"},
      {"the same title alone", file("On queues", other), story(), std::nullopt},
      {"a draft", file(), draft(story()), std::nullopt},
      {"another account", file(), of(story(), "work"), std::nullopt},
      {"no title and no text", file("", other), story("", ""), std::nullopt},
  };
  for (const Row& row : rows) {
    for (const bool story_first : {true, false}) {
      CAPTURE(row.what);
      CAPTURE(story_first);
      Fixture world;
      if (story_first) CHECK(world.queue().take_stories({row.on_medium}, at(0)).fresh == 1);
      const auto entered = world.queue().enqueue(row.post, at(1));
      const PostId id = id_of(entered);
      if (!story_first) {
        const auto taken = world.queue().take_stories({row.on_medium}, at(2));
        CHECK(taken.skipped.size() == (row.why ? 1 : 0));
      } else {
        CHECK(std::holds_alternative<queue::Duplicate>(entered) == row.why.has_value());
      }
      CHECK(world.state(id) == (row.why ? State::skipped : State::queued));
      if (!row.why) continue;
      CHECK(world.record(id).cause == Cause::duplicate);
      const std::string reason = world.record(id).reason.value();
      CAPTURE(reason);
      CHECK(reason.starts_with("on Medium already: https://medium.com/@jane/on-queues-1a2b3c4d5e6f ("));
      CHECK(reason.find(*row.why) != std::string::npos);
      CHECK_FALSE(world.claim(at(3)));
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "stories that are taken in again are nothing new and leave alone what a person released") {
  const PostId id = id_of(queue().enqueue(file(), at(0)));
  CHECK(queue().take_stories({story()}, at(1)).skipped.size() == 1);
  REQUIRE(queue().release(id, at(2)));
  const auto again = queue().take_stories({story()}, at(3));
  CHECK(again.fresh == 0);
  CHECK(again.skipped.empty());
  reopen(at(4));
  queue().enqueue(file("On queues", essay + " and more"), at(5));
  CHECK(state(id) == State::queued);
  const auto claimed = claim(at(6));
  REQUIRE(claimed);
  CHECK(claimed->record.id == id);
}

TEST_CASE_FIXTURE(Fixture,
                  "a post that was skipped for a story stays skipped while it is edited as long as it is that") {
  queue().take_stories({story()}, at(0));
  const PostId id = id_of(queue().enqueue(file(), at(1)));
  queue().enqueue(file("On queues", other), at(2));
  CHECK(state(id) == State::skipped);
  CHECK(record(id).reason == "on Medium already: https://medium.com/@jane/on-queues-1a2b3c4d5e6f, edited here since");
  queue().enqueue(file("Something else", words(5, 300)), at(3));
  CHECK(state(id) == State::queued);
}

TEST_CASE_FIXTURE(Fixture, "a draft counts once it has come out and what one import knew the next one keeps") {
  const PostId id = id_of(queue().enqueue(file(), at(0)));
  CHECK(queue().take_stories({draft(with_canonical(story()))}, at(1)).skipped.empty());
  KnownStory from_feed = story();
  from_feed.url = "https://medium.com/p/1a2b3c4d5e6f";
  from_feed.text = {};
  CHECK(queue().take_stories({from_feed}, at(2)).skipped.size() == 1);
  CHECK(state(id) == State::skipped);
  CHECK(queue().take_stories({draft(story())}, at(3)).fresh == 0);
  const KnownStory known = queue().story("main", "1a2b3c4d5e6f").value();
  CHECK(known == with_canonical(story()));
}

TEST_CASE_FIXTURE(Fixture, "posts that are being sent or in doubt or published are left as they are") {
  for (const State how : {State::publishing, State::in_doubt, State::published}) {
    CAPTURE(core::to_string(how));
    Fixture world;
    const PostId id = id_of(world.queue().enqueue(file(), at(0)));
    if (how == State::publishing) {
      REQUIRE(world.claim(at(1)));
    } else {
      world.send(at(1), settlement(how, how == State::published ? "published" : "in-doubt"));
    }
    CHECK(world.queue().take_stories({story()}, at(2)).skipped.empty());
    CHECK(world.state(id) == how);
  }
}

TEST_CASE_FIXTURE(Fixture, "one address that several stories name tells none of them") {
  KnownStory second = with_canonical(story("Another", other));
  second.id = "2a2b3c4d5e6f";
  queue().take_stories({with_canonical(story()), second}, at(0));
  const PostId third = id_of(queue().enqueue(at_address(file("A third", words(5, 300))), at(1)));
  CHECK(state(third) == State::queued);
}

TEST_CASE_FIXTURE(Fixture, "what is new is counted by the week without what was there at first") {
  const auto days = [](int count) { return at(0) + std::chrono::hours(24) * count; };
  const auto rate = [this, &days](int day) { return queue().new_per_week(days(day)).at("drop"); };
  CHECK(queue().new_per_week(days(0)).empty());
  for (int i = 0; i < 5; ++i) queue().enqueue(arrival("old" + std::to_string(i), "old" + std::to_string(i)), days(0));
  queue().save_source({.name = "drop", .baselined_at = days(0)});
  CHECK(rate(1) == 0);
  queue().enqueue(arrival("new0", "new0"), days(7));
  CHECK(rate(7) == doctest::Approx(1.0));
  CHECK(rate(14) == doctest::Approx(0.5));
  for (int i = 2; i <= 8; ++i)
    queue().enqueue(arrival("new" + std::to_string(i), "new" + std::to_string(i)), days(7 * i));
  CHECK(rate(57) == doctest::Approx(1.0));
  CHECK(!queue().new_per_week(days(57)).contains("blog"));
}
