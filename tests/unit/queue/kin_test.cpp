// The same post by two ways is sent once.
#include <algorithm>
#include <chrono>

#include "core/likeness.hpp"
#include "lib/sqlite/database.hpp"
#include "queue/schema.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::Added;
using queue::Duplicate;
using queue::Superseded;

namespace {

// A post as a source hands it over, with a text of its own digest.
Arrival from(const std::string& source, const std::string& origin, const std::string& title, const std::string& text) {
  Arrival arrived = arrival(origin, text);
  arrived.source = source;
  arrived.digest = source + origin + title + text;
  arrived.post->title = title;
  return arrived;
}

Arrival at_address(Arrival arrived, const std::string& url) {
  arrived.post->canonical_url = url;
  return arrived;
}

Arrival for_account(Arrival arrived, const std::string& account) {
  arrived.account = account;
  return arrived;
}

const std::string essay = words(1, 300);
const std::string edited_essay = words(2, 30) + " " + essay;

Arrival file() {
  return from("drop", "queues.md", "On queues", essay);
}
Arrival entry() {
  return from("blog", "https://blog.example/?p=1", "On Queues!", essay + ".");
}

PostId enqueue(Fixture& fixture, const Arrival& arrived, int second = 0) {
  return id_of(fixture.queue().enqueue(arrived, at(second)));
}

}  // namespace

TEST_CASE("a post from a folder and a feed is queued once whichever comes first") {
  for (const auto& [first, second] : {std::pair(file(), entry()), std::pair(entry(), file())}) {
    CAPTURE(first.source);
    Fixture world;
    const PostId kept = enqueue(world, first);
    const auto met = world.queue().enqueue(second, at(1));
    REQUIRE(std::holds_alternative<Duplicate>(met));
    CHECK(std::get<Duplicate>(met).of == kept);
    const queue::Record row = world.record(id_of(met));
    CHECK(row.state == State::skipped);
    CHECK(row.cause == Cause::duplicate);
    CHECK(row.twin == kept);
    CHECK(row.reason ==
          "the same post as 1 (" + first.source + ": " + first.origin + "): the same title and 100 % of the text");
    CHECK(world.queue().counts()[State::queued] == 1);
  }
}

TEST_CASE("what makes two posts one") {
  struct Row {
    const char* what;
    Arrival first;
    Arrival second;
    std::optional<std::string> why;
  };
  const std::string here = "https://www.blog.example/queues/?utm_source=rss#top";
  const std::string there = "http://blog.example/queues";
  const Row rows[] = {
      {"edited", file(), from("blog", "e1", "On queues", edited_essay), "the same title and"},
      {"another title", file(), from("blog", "e1", "What queues taught me", essay),
       "% of the text under another title"},
      {"the address", at_address(file(), there), at_address(from("blog", "e1", "Queues", words(9, 300)), here),
       "both have the address " + here},
      {"another account", file(), for_account(entry(), "work"), std::nullopt},
      {"the same title alone", file(), from("blog", "e1", "On queues", words(9, 300)), std::nullopt},
      {"two of a series", from("drop", "12.md", "Weekly links 12", essay),
       from("blog", "e13", "Weekly links 13", essay + " and"), std::nullopt},
      {"two files of one folder", file(), from("drop", "copy.md", "On queues", edited_essay), std::nullopt},
      {"two entries of one feed with one address", at_address(from("blog", "e1", "Links", essay), there),
       at_address(from("blog", "e2", "More links", words(9, 300)), there), std::nullopt},
      {"an entry that came again under another id", at_address(from("blog", "e1", "On queues", essay), there),
       at_address(from("blog", "e2", "On queues", edited_essay), there), "both have the address " + there},
      {"a front page for an address", at_address(file(), "https://blog.example/"),
       at_address(from("blog", "e1", "Other", words(9, 300)), "https://blog.example/"), std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Fixture world;
    enqueue(world, row.first);
    const PostId second = enqueue(world, row.second, 1);
    CHECK(world.state(second) == (row.why ? State::skipped : State::queued));
    if (row.why) CHECK(world.record(second).reason.value().find(*row.why) != std::string::npos);
  }
}

TEST_CASE("a post is known again while the other is being sent or in doubt or published and after a restart") {
  for (const State state : {State::held, State::publishing, State::in_doubt, State::published}) {
    CAPTURE(core::to_string(state));
    Fixture world;
    const PostId first = enqueue(world, file());
    if (state == State::held) REQUIRE(world.queue().hold(first, at(1)));
    if (state == State::in_doubt) world.send(at(1), settlement(State::in_doubt, "in-doubt"));
    if (state == State::published) world.send(at(1), settlement(State::published, "published"));
    if (state != State::publishing) world.reopen(at(2));
    if (state == State::publishing) REQUIRE(world.claim(at(1)));
    CHECK(world.state(first) == state);
    const PostId second = enqueue(world, entry(), 3);
    CHECK(world.state(second) == State::skipped);
    CHECK(world.record(second).twin == first);
  }
}

TEST_CASE("one that failed or was skipped for what it was stands in nobody's way") {
  struct Row {
    Cause cause;
    std::optional<std::string> why;
  };
  const Row rows[] = {
      {Cause::person, "the same post as 1 (drop: queues.md), which a person skipped: the same title"},
      {Cause::baseline, "the same post as 1 (drop: queues.md), which was there when its source was first"},
      {Cause::draft, std::nullopt},
      {Cause::author, std::nullopt},
      {Cause::duplicate, std::nullopt},
      {Cause::gone, std::nullopt}};
  for (const Row& row : rows) {
    CAPTURE(queue::to_string(row.cause));
    Fixture world;
    enqueue(world, asking(file(), State::skipped, row.cause));
    const PostId second = enqueue(world, entry(), 2);
    CHECK(world.state(second) == (row.why ? State::skipped : State::queued));
    if (!row.why) continue;
    CHECK(world.record(second).reason.value().starts_with(*row.why));
    // Edited, it still is that post; a person lets it go all the same.
    enqueue(world, from("blog", entry().origin, "On Queues!", edited_essay), 3);
    CHECK(world.state(second) == State::skipped);
    REQUIRE(world.queue().release(second, at(4)));
    CHECK(world.state(second) == State::queued);
  }
  Fixture world;
  enqueue(world, file());
  world.send(at(1), settlement(State::failed, "refused"));
  CHECK(world.state(enqueue(world, entry(), 2)) == State::queued);
}

TEST_CASE("posts of one feed are compared and files of one folder are not") {
  for (const auto siblings : {queue::Siblings::apart, queue::Siblings::compared}) {
    Fixture world;
    Arrival again = from("blog", "e2", "On queues", edited_essay);
    again.siblings = siblings;
    enqueue(world, at_address(from("blog", "e1", "On queues", essay), "https://blog.example/1"));
    const PostId second = enqueue(world, at_address(again, "https://blog.example/2"), 1);
    CHECK(world.state(second) == (siblings == queue::Siblings::apart ? State::queued : State::skipped));
  }
}

TEST_CASE_FIXTURE(Fixture, "a person's release sends a duplicate and an edit of either does not undo it") {
  const PostId first = enqueue(*this, file());
  const PostId second = enqueue(*this, entry());
  REQUIRE(queue().release(second, at(1)));
  CHECK(state(second) == State::queued);
  CHECK_FALSE(record(second).twin);
  enqueue(*this, from("blog", entry().origin, "On Queues!", edited_essay), 2);
  enqueue(*this, from("drop", file().origin, "On queues", edited_essay + " again"), 3);
  CHECK(state(first) == State::queued);
  CHECK(state(second) == State::queued);
}

TEST_CASE_FIXTURE(Fixture,
                  "a duplicate from another source stays one when it is edited and not when it is another post") {
  const PostId first = enqueue(*this, file());
  const PostId second = enqueue(*this, entry());
  enqueue(*this, from("blog", entry().origin, "On Queues!", words(9, 300)), 1);
  CHECK(state(second) == State::skipped);
  CHECK(record(second).twin == first);
  CHECK(record(second).reason == "the same post as 1 (drop: queues.md), edited here since");
  enqueue(*this, from("blog", entry().origin, "Gardens", words(10, 300)), 2);
  CHECK(state(second) == State::queued);
  CHECK_FALSE(record(second).twin);
}

TEST_CASE("a teaser gives way to the whole post") {
  for (const auto cause : {Cause::excerpt, Cause::findings}) {
    Fixture world;
    const std::string url = "https://blog.example/queues";
    const PostId teaser =
        enqueue(world, asking(at_address(from("blog", "e1", "On queues", words(1, 40)), url), State::held, cause));
    REQUIRE(world.state(teaser) == State::held);
    const auto whole = world.queue().enqueue(at_address(file(), url), at(1));
    REQUIRE(std::holds_alternative<Added>(whole));
    CHECK(world.state(id_of(whole)) == State::queued);
    CHECK(world.state(teaser) == State::skipped);
    CHECK(world.record(teaser).reason == "the same post as 2 (drop: queues.md), which came whole");
    CHECK(world.record(teaser).twin == id_of(whole));
    CHECK(world.kinds(teaser) == std::vector<std::string>{"held", "skipped"});
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "a teaser of what is queued already is a duplicate and what came in a flood waits for a person") {
  const std::string url = "https://blog.example/queues";
  enqueue(*this, at_address(file(), url));
  const Arrival teaser = at_address(from("blog", "e1", "On queues", words(1, 40)), url);
  CHECK(state(enqueue(*this, asking(teaser, State::held, Cause::excerpt), 1)) == State::skipped);
  Arrival flood = teaser;
  flood.origin = "e2";
  CHECK(state(enqueue(*this, asking(flood, State::held, Cause::flood), 1)) == State::held);
}

TEST_CASE_FIXTURE(Fixture, "a file that was moved to another folder keeps its place") {
  const PostId before = enqueue(*this, file());
  const PostId other = add("other");
  Arrival moved = file();
  moved.source = "archive";
  const PostId after = enqueue(*this, moved, 1);
  CHECK(state(after) == State::skipped);
  REQUIRE(queue().source_item_gone("drop", "queues.md", at(2)));
  CHECK(state(before) == State::skipped);
  CHECK(state(after) == State::queued);
  const auto waiting = queue().waiting("main", std::nullopt, 10);
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].id == after);
  CHECK(waiting[1].id == other);
  CHECK(kinds(after) == std::vector<std::string>{"skipped", "queued"});
}

TEST_CASE_FIXTURE(Fixture, "a moved file that a person held stays held") {
  REQUIRE(queue().hold(enqueue(*this, file()), at(1)));
  Arrival moved = file();
  moved.source = "archive";
  const PostId after = enqueue(*this, moved, 2);
  queue().source_item_gone("drop", "queues.md", at(3));
  CHECK(state(after) == State::held);
  CHECK(record(after).cause == Cause::person);
}

TEST_CASE_FIXTURE(Fixture, "a feed's entry is not sent because the file before it was deleted") {
  enqueue(*this, file());
  const PostId second = enqueue(*this, entry());
  queue().source_item_gone("drop", "queues.md", at(1));
  CHECK(state(second) == State::skipped);
  CHECK(record(second).reason ==
        "the same post as 1 (drop: queues.md), whose file has been deleted since; mediumsyncctl release 2 publishes "
        "this one");
}

TEST_CASE_FIXTURE(Fixture, "posts of before are known by their likeness too") {
  const PostId first = enqueue(*this, at_address(file(), "https://blog.example/queues"));
  const PostId unreadable = enqueue(*this, asking(arrival("bad.md", "x"), State::failed, Cause::invalid));
  opened.reset();
  sqlite::Database(path).execute(
      "UPDATE post SET address_key = NULL, title_key = NULL, text_key = NULL; "
      "UPDATE text SET address_key = NULL, title_key = NULL, text_key = NULL, sketch = NULL");
  reopen(at(1));
  CHECK(state(enqueue(*this, entry(), 2)) == State::skipped);
  CHECK(state(enqueue(*this, from("blog", "e9", "Queues", essay), 2)) == State::skipped);
  CHECK(state(enqueue(*this, at_address(from("blog", "e8", "X", "y"), "http://blog.example/queues/"), 2)) ==
        State::skipped);
  CHECK(state(first) == State::queued);
  CHECK(state(unreadable) == State::failed);
}

TEST_CASE_FIXTURE(Fixture, "what is found among a thousand entries of one title is found by its address") {
  const std::string url = "https://blog.example/queues";
  queue::Queue::Batch batch(queue());
  for (int i = 0; i < 1000; ++i)
    enqueue(*this, from("blog", "e" + std::to_string(i), "Untitled", words(100 + static_cast<unsigned>(i), 30)));
  batch.commit();
  enqueue(*this, at_address(from("other", "o1", "Untitled", words(5, 30)), url), 1);
  const PostId second = enqueue(*this, at_address(from("drop", "a.md", "Untitled", words(6, 30)), url), 2);
  CHECK(record(second).reason.value().find("both have the address") != std::string::npos);
}
