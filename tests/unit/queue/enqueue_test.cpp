#include "unit/queue/fixture.hpp"
#include "unit/queue/line.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::Added;
using queue::Drifted;
using queue::Duplicate;
using queue::Superseded;
using queue::Unchanged;

namespace {

using Kinds = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a dropped file is queued once") {
  const auto first = queue().enqueue(arrival("a.md", "one"), at(1));
  REQUIRE(std::holds_alternative<Added>(first));
  const PostId id = id_of(first);
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(arrival("a.md", "one"), at(2))));
  CHECK(queue().list({}).size() == 1);
  CHECK(queue().counts()[State::queued] == 1);
  CHECK(queue().items("drop") == 1);
  CHECK(queue().knows("drop", "a.md"));
  CHECK_FALSE(queue().knows("drop", "b.md"));
  CHECK_FALSE(queue().knows("blog", "a.md"));
  CHECK(kinds(id) == Kinds{"queued"});
}

TEST_CASE_FIXTURE(Fixture, "every field of a post is kept") {
  Arrival rich = arrival("deep/er.md", "rich");
  core::Post& post = *rich.post;
  post.subtitle = "Subtitle";
  post.canonical_url = "https://blog.example/rich";
  post.status = core::PublishStatus::unlisted;
  post.license = core::License::cc_40_by_sa;
  post.notify_followers = core::NotifyFollowers::yes;
  post.disclaimer = core::Disclaimer::no;
  post.publication = "pub";
  post.not_before = at(500);
  post.published_at = at(-500);
  post.findings = {{core::Severity::warning, "tag-dropped", "Dropped a tag", 3},
                   {core::Severity::advice, "long", "Long", std::nullopt}};
  rich.plan = "drop";
  const PostId id = id_of(queue().enqueue(rich, at(1)));
  reopen(at(2));

  const core::Post kept = queue().post(id).value();
  CHECK(kept.title == post.title);
  CHECK(kept.subtitle == post.subtitle);
  CHECK(kept.tags == post.tags);
  CHECK(kept.canonical_url == post.canonical_url);
  CHECK(kept.status == post.status);
  CHECK(kept.license == post.license);
  CHECK(kept.notify_followers == post.notify_followers);
  CHECK(kept.disclaimer == post.disclaimer);
  CHECK(kept.publication == post.publication);
  CHECK(kept.not_before == post.not_before);
  CHECK(kept.published_at == post.published_at);
  CHECK(kept.body == post.body);
  CHECK(kept.findings == post.findings);
  CHECK(queue().findings(id) == post.findings);

  const queue::Record row = record(id);
  CHECK(row.account == "main");
  CHECK(row.source == "drop");
  CHECK(row.origin == "deep/er.md");
  CHECK(row.title == post.title);
  CHECK(row.tags == post.tags);
  CHECK(row.not_before == at(500));
  CHECK(row.plan == "drop");
  CHECK(row.created_at == at(1));
  CHECK(row.lane == Lane::scheduled);
  CHECK_FALSE(row.drifted);
  CHECK_FALSE(row.published_at);
}

TEST_CASE_FIXTURE(Fixture, "what could not be read is shown with its reason") {
  const PostId id = id_of(queue().enqueue(asking(arrival("bad.md", "x"), State::failed, Cause::invalid), at(1)));
  CHECK(record(id).state == State::failed);
  CHECK(record(id).cause == Cause::invalid);
  CHECK(record(id).reason == "because invalid");
  CHECK(record(id).title == "bad.md");
  CHECK_FALSE(queue().post(id));
  CHECK_THROWS_AS(queue().enqueue(
                      [] {
                        Arrival empty = arrival("x.md", "x");
                        empty.post.reset();
                        return empty;
                      }(),
                      at(1)),
                  std::invalid_argument);
}

TEST_CASE_FIXTURE(Fixture, "an edited file takes the place of the text that waits") {
  const PostId first = add("first");
  const PostId second = add("second");
  const auto again = queue().enqueue(arrival("first.md", "first, edited"), at(5));
  CHECK(std::holds_alternative<Superseded>(again));
  CHECK(id_of(again) == first);
  CHECK(text(first) == "first, edited");
  CHECK(record(first).title == "Title of first, edited");
  CHECK(line(*this) == std::vector{first, second});
  CHECK(kinds(first) == Kinds{"queued", "superseded"});
}

TEST_CASE_FIXTURE(Fixture, "the same text from another file is skipped and names the first") {
  const PostId first = add("one");
  const auto second = queue().enqueue(arrival("copy.md", "one"), at(1));
  REQUIRE(std::holds_alternative<Duplicate>(second));
  CHECK(std::get<Duplicate>(second).of == first);
  const queue::Record row = record(id_of(second));
  CHECK(row.state == State::skipped);
  CHECK(row.cause == Cause::duplicate);
  CHECK(row.reason == "the same text as post 1 (one.md)");
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(arrival("copy.md", "one"), at(2))));
  const auto differs = queue().enqueue(arrival("copy.md", "two"), at(3));
  CHECK(std::holds_alternative<Superseded>(differs));
  CHECK(state(id_of(second)) == State::queued);
  // And back again.
  CHECK(std::holds_alternative<Duplicate>(queue().enqueue(arrival("copy.md", "one"), at(4))));
  CHECK(state(id_of(second)) == State::skipped);
}

TEST_CASE_FIXTURE(Fixture,
                  "the same text for another account is no duplicate and neither is one that failed or was skipped") {
  add("one");
  Arrival other = arrival("other.md", "one");
  other.account = "second";
  CHECK(std::holds_alternative<Added>(queue().enqueue(other, at(1))));
  Arrival draft = asking(arrival("draft.md", "two"), State::skipped, Cause::draft);
  queue().enqueue(draft, at(2));
  CHECK(std::holds_alternative<Added>(queue().enqueue(arrival("two.md", "two"), at(3))));
  Arrival held = asking(arrival("held.md", "one"), State::held, Cause::excerpt);
  CHECK(std::holds_alternative<Added>(queue().enqueue(held, at(4))));
}

TEST_CASE_FIXTURE(Fixture, "a published text is a duplicate too") {
  const PostId first = add("one");
  send(at(1), settlement(State::published, "published"));
  const auto copy = queue().enqueue(arrival("copy.md", "one"), at(2));
  REQUIRE(std::holds_alternative<Duplicate>(copy));
  CHECK(std::get<Duplicate>(copy).of == first);
}

TEST_CASE_FIXTURE(Fixture, "a queued post leaves the queue with its author's reason and comes back") {
  struct Row {
    State state;
    Cause cause;
  };
  for (const Row& row : {Row{State::skipped, Cause::draft}, Row{State::skipped, Cause::author},
                         Row{State::failed, Cause::invalid}, Row{State::held, Cause::findings}}) {
    CAPTURE(row.cause);
    const std::string name(queue::to_string(row.cause));
    const PostId id = add(name);
    CHECK(std::holds_alternative<Superseded>(
        queue().enqueue(asking(arrival(name + ".md", name + "2"), row.state, row.cause), at(2))));
    CHECK(state(id) == row.state);
    CHECK(record(id).cause == row.cause);
    CHECK(record(id).reason == "because " + name);
    CHECK(std::holds_alternative<Superseded>(queue().enqueue(arrival(name + ".md", name), at(3))));
    CHECK(state(id) == State::queued);
    CHECK_FALSE(record(id).reason);
    CHECK(text(id) == name);
  }
}

TEST_CASE_FIXTURE(Fixture, "a draft flag that is lifted without another text queues the post at the end") {
  const PostId draft = id_of(queue().enqueue(asking(arrival("d.md", "d"), State::skipped, Cause::draft), at(1)));
  const PostId other = add("other");
  CHECK(std::holds_alternative<Superseded>(queue().enqueue(arrival("d.md", "d"), at(2))));
  CHECK(line(*this) == std::vector{other, draft});
}

TEST_CASE_FIXTURE(Fixture, "a person's hold and a person's skip outlive an edit") {
  const PostId held = add("held");
  const PostId skipped = add("skipped");
  REQUIRE(queue().hold(held, at(1)));
  REQUIRE(queue().skip(skipped, at(1)));
  for (const auto& [id, name] : {std::pair{held, "held"}, {skipped, "skipped"}}) {
    CHECK(std::holds_alternative<Superseded>(
        queue().enqueue(arrival(std::string(name) + ".md", "edited " + std::string(name)), at(2))));
    CHECK(record(id).cause == Cause::person);
    CHECK(text(id) == "edited " + std::string(name));
  }
  CHECK(state(held) == State::held);
  CHECK(state(skipped) == State::skipped);
}

TEST_CASE_FIXTURE(Fixture, "a person's release is not undone by the same text arriving again") {
  const Arrival teaser = asking(arrival("t.md", "t"), State::held, Cause::excerpt);
  const PostId id = id_of(queue().enqueue(teaser, at(1)));
  REQUIRE(queue().release(id, at(2)));
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(teaser, at(3))));
  CHECK(state(id) == State::queued);
}

TEST_CASE_FIXTURE(Fixture, "a flood stays held when its entries are seen again") {
  const PostId id = id_of(queue().enqueue(asking(arrival("f.md", "f"), State::held, Cause::flood), at(1)));
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(arrival("f.md", "f"), at(2))));
  CHECK(state(id) == State::held);
  CHECK(kinds(id) == Kinds{"held"});
}

TEST_CASE_FIXTURE(Fixture, "a baseline is never queued by itself") {
  const PostId id = id_of(queue().enqueue(asking(arrival("old.md", "old"), State::skipped, Cause::baseline), at(1)));
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(arrival("old.md", "old"), at(2))));
  CHECK(std::holds_alternative<Superseded>(queue().enqueue(arrival("old.md", "edited"), at(3))));
  CHECK(state(id) == State::skipped);
  CHECK(record(id).cause == Cause::baseline);
  REQUIRE(queue().release(id, at(4)));
  CHECK(text(id) == "edited");
}

TEST_CASE_FIXTURE(Fixture, "a post that was sent drifts and comes back") {
  const PostId id = add("one");
  send(at(1), settlement(State::published, "published"));
  CHECK(std::holds_alternative<Drifted>(queue().enqueue(arrival("one.md", "edited"), at(2))));
  CHECK(record(id).drifted);
  CHECK(state(id) == State::published);
  CHECK(text(id) == "one");
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(arrival("one.md", "edited"), at(3))));
  CHECK(std::holds_alternative<Drifted>(queue().enqueue(arrival("one.md", "edited again"), at(4))));
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(arrival("one.md", "one"), at(5))));
  CHECK_FALSE(record(id).drifted);
  CHECK(kinds(id) == Kinds{"queued", "publishing", "published", "drifted", "drifted"});
  CHECK(queue().outlook("main", std::nullopt).ready == std::nullopt);
}

TEST_CASE_FIXTURE(Fixture, "a refused post is queued again by an edit alone") {
  const PostId id = add("one");
  send(at(1), settlement(State::failed, "refused"));
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(arrival("one.md", "one"), at(2))));
  CHECK(state(id) == State::failed);
  CHECK(std::holds_alternative<Superseded>(queue().enqueue(arrival("one.md", "mended"), at(3))));
  CHECK(state(id) == State::queued);
}

TEST_CASE_FIXTURE(Fixture, "an edit does not shorten the wait after a failed try") {
  const PostId id = add("one");
  queue::Settlement later = settlement(State::queued, "not-sent");
  later.not_before = at(100);
  send(at(1), later);
  queue().enqueue(arrival("one.md", "edited"), at(2));
  CHECK(record(id).not_before == at(100));
  CHECK_FALSE(claim(at(99)));
  CHECK(claim(at(100)));
}

TEST_CASE_FIXTURE(Fixture, "a new date of the author's is followed and a person's stays") {
  const PostId mine = add("mine");
  const PostId yours = add("yours");
  REQUIRE(queue().move_to(yours, at(300), at(1)));
  for (const char* name : {"mine", "yours"}) {
    Arrival dated = arrival(std::string(name) + ".md", std::string(name) + " dated");
    dated.post->not_before = at(200);
    queue().enqueue(dated, at(2));
  }
  CHECK(record(mine).not_before == at(200));
  CHECK(record(yours).not_before == at(300));
  CHECK(record(yours).lane == Lane::personal);
}

TEST_CASE_FIXTURE(Fixture, "a source that moves to another account takes its waiting posts along") {
  const PostId id = add("one");
  Arrival moved = arrival("one.md", "one");
  moved.account = "second";
  queue().enqueue(moved, at(1));
  CHECK(record(id).account == "second");
  CHECK(queue().claim_due("second", std::nullopt, Lane::scheduled, at(2)));
}

TEST_CASE_FIXTURE(Fixture, "what a person adds for two accounts is a post of each") {
  Arrival added = arrival("/home/jane/one.md", "one");
  added.source = core::added_by_a_person;
  const PostId first = id_of(queue().enqueue(added, at(1)));
  added.account = "second";
  const PostId second = id_of(queue().enqueue(added, at(2)));
  CHECK(first != second);
  CHECK(record(first).account == "main");
  CHECK(record(second).account == "second");
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(added, at(3))));
}

TEST_CASE_FIXTURE(Fixture, "what is kept unread is shown and goes once it has been read") {
  Arrival kept = asking(arrival("old", "old"), State::skipped, Cause::baseline);
  kept.post.reset();
  kept.title = "An old one";
  kept.canonical_url = "https://blog.example/old";
  kept.digest = "of the entry";
  kept.raw = std::string("<b>\0", 4);
  const PostId id = id_of(queue().enqueue(kept, at(0)));
  CHECK(record(id).title == "An old one");
  CHECK(record(id).canonical_url == "https://blog.example/old");
  CHECK(queue().raw(id)->bytes == std::string("<b>\0", 4));
  CHECK(queue().raw(id)->source == "drop");
  CHECK(queue().known_item("drop", "old")->kept == queue::KnownItem::Kept::raw);
  CHECK(kinds(id).empty());
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(kept, at(1))));
  CHECK_FALSE(queue().release(id, at(1)));
  queue().read_in(id, asking(arrival("old", "read"), State::skipped, Cause::baseline));
  CHECK_FALSE(queue().raw(id));
  CHECK(queue().known_item("drop", "old")->kept == queue::KnownItem::Kept::read);
  CHECK(state(id) == State::skipped);
  REQUIRE(queue().release(id, at(2)));
  CHECK(text(id) == "read");
}
