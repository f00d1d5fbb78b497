// What a person saved of Medium: what stories came to, and what became of those that were sent from here.
#include "lib/sqlite/database.hpp"
#include "queue/import.hpp"
#include "queue/medium_change.hpp"
#include "queue/statistics.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::ImportPart;
using queue::KnownStory;
using queue::MediumChange;
using queue::StoryFigures;

namespace {

const std::string essay = words(1, 300);

// The story of the one post that Published has, as an export has it.
KnownStory exported(const std::string& text = essay, const std::string& title = "On queues") {
  KnownStory told;
  told.account = "main";
  told.id = "e1";
  told.url = "https://medium.example/@jane/e1";
  told.title = title;
  told.published_at = at(1);
  told.text = core::Sketch::of(post_of(text).body);
  told.words = core::lookup_key(title + text);
  return told;
}

ImportPart part(const std::string& name, std::vector<KnownStory> stories) {
  return {.account = "main", .import = name, .stories = std::move(stories), .figures = {}, .whole_until = {}};
}
ImportPart whole(const std::string& name, std::vector<KnownStory> stories, TimePoint until) {
  ImportPart told = part(name, std::move(stories));
  told.whole_until = until;
  return told;
}
ImportPart made(ImportPart told, TimePoint when) {
  told.made = {when, when};
  return told;
}
ImportPart figures(const std::string& name, std::vector<StoryFigures> told) {
  ImportPart one = part(name, {});
  one.figures = std::move(told);
  return one;
}
StoryFigures viewed(const std::string& id, std::int64_t views, std::int64_t reads) {
  return {.id = id, .title = "Title of " + id, .views = views, .reads = reads, .claps = {}, .earned = {}};
}
StoryFigures earned(const std::string& id, std::int64_t cents) {
  return {.id = id, .title = "Title of " + id, .views = {}, .reads = {}, .claps = {}, .earned = {{cents, "USD"}}};
}

struct Published : Fixture {
  Published() {
    Arrival arrived = arrival("queues.md", essay);
    arrived.post->title = "On queues";
    arrived.post->status = core::PublishStatus::public_;
    id = id_of(queue().enqueue(arrived, at(0)));
    send(at(1), settlement(State::published, "published"));
  }
  std::optional<MediumChange> change() { return queue().medium_change(id); }
  PostId id;
};

}  // namespace

TEST_CASE_FIXTURE(Published, "a story that an export has as it was sent is no news however often it is imported") {
  for (int i = 0; i < 3; ++i) {
    CHECK(queue().take_import(whole("export " + std::to_string(i), {exported()}, at(9)), at(10 + i)).changed.empty());
    CHECK_FALSE(change());
  }
  CHECK(queue().medium_changes(10).empty());
}

TEST_CASE("what makes a story one that was edited on Medium") {
  struct Row {
    const char* what;
    std::vector<KnownStory> imports;  // one after the other; the last one is asked about
    std::optional<std::string> found;
  };
  KnownStory statistics = exported();
  statistics.text = {};
  statistics.words = {};
  statistics.title = "On qu…";
  KnownStory draft = exported("nothing");
  draft.draft = core::Draft::yes;
  const std::string edited = words(2, 20) + " " + essay;
  const Row rows[] = {
      {"the import before had other words", {exported(), exported(edited)}, "its words there are others than at the"},
      {"one word", {exported(), exported(essay + " more")}, "its words there are others than at the last import"},
      {"another title", {exported(essay, "On lines")}, "its title there is \"On lines\" now"},
      {"nothing is left of what was sent", {exported(words(9, 300))}, "its words there are others than those that"},
      {"what was sent with a line more", {exported(edited)}, std::nullopt},
      {"statistics cut titles", {exported(), statistics}, std::nullopt},
      {"a draft of it", {exported(), draft}, std::nullopt},
      {"edited once and seen twice", {exported(), exported(edited), exported(edited)}, "its words there are others"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Published world;
    int minute = 10;
    for (const KnownStory& story : row.imports) {
      ++minute;
      world.queue().take_import(part("import " + std::to_string(minute), {story}), at(minute));
    }
    const auto change = world.change();
    CHECK(change.has_value() == row.found.has_value());
    CHECK(world.state(world.id) == State::published);
    if (!change || !row.found) continue;
    CAPTURE(change->what);
    CHECK(change->kind == MediumChange::Kind::edited);
    CHECK(change->what.starts_with(*row.found));
    CHECK(queue::finding_of(*change, world.id).code == "story-edited-on-medium");
  }
}

TEST_CASE_FIXTURE(Published, "a change on Medium that a person knows of is no news until there is another") {
  queue().take_import(part("1", {exported()}), at(10));
  CHECK(queue().take_import(part("2", {exported("new words")}), at(11)).changed == std::vector{id});
  CHECK(queue().medium_changes(10).size() == 1);
  REQUIRE(queue().acknowledge_drift(id, at(12)));
  CHECK_FALSE(change());
  CHECK(queue().take_import(part("3", {exported("new words")}), at(13)).changed.empty());
  CHECK_FALSE(change());
  CHECK(queue().take_import(part("4", {exported("newer words")}), at(14)).changed.size() == 1);
  CHECK(kinds(id).back() == "story-edited-on-medium");
  CHECK_FALSE(queue().take_import(part("4", {exported("newer words")}), at(15)).changed.size() == 1);
  REQUIRE(queue().acknowledge_drift(id, at(16)));
  CHECK_FALSE(queue().acknowledge_drift(id, at(17)));
}

TEST_CASE("what a whole export lacks was deleted and a part of one or an older one proves nothing") {
  KnownStory other = exported(words(5, 300), "Another");
  other.id = "f2";
  KnownStory taken_back = exported();
  taken_back.draft = core::Draft::yes;
  struct Row {
    const char* what;
    ImportPart import;
    bool deleted;
  };
  const Row rows[] = {
      {"whole, later", whole("1", {other}, at(9)), true},
      {"whole, of that very moment", whole("1", {other}, at(1)), true},
      {"whole, older than the story", whole("1", {other}, at(0)), false},
      {"a part", part("1", {other}), false},
      {"it is there", whole("1", {other, exported()}, at(9)), false},
      {"it is a draft there now", whole("1", {other, taken_back}, at(9)), true},
      {"figures alone tell of it",
       [&] {
         ImportPart told = whole("1", {other}, at(9));
         told.figures = {earned("e1", 5)};
         return told;
       }(),
       true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Published world;
    const auto taken = world.queue().take_import(row.import, at(20));
    CHECK(taken.changed.size() == (row.deleted ? 1 : 0));
    const auto change = world.change();
    CHECK((change && change->kind == MediumChange::Kind::deleted) == row.deleted);
    CHECK(world.state(world.id) == State::published);
    CHECK_FALSE(world.claim(at(30)));
  }
}

TEST_CASE_FIXTURE(Published, "a deletion is told once and a story that is there again is no deletion") {
  KnownStory other = exported(words(5, 300), "Another");
  other.id = "f2";
  CHECK(queue().take_import(whole("1", {other}, at(9)), at(10)).changed.size() == 1);
  CHECK(queue().take_import(whole("2", {other}, at(11)), at(12)).changed.empty());
  CHECK(change());
  REQUIRE(queue().acknowledge_drift(id, at(13)));
  CHECK(queue().take_import(whole("3", {other}, at(14)), at(15)).changed.empty());
  CHECK_FALSE(change());
  CHECK(queue().take_import(whole("4", {other, exported()}, at(16)), at(17)).changed.empty());
  CHECK(queue().take_import(whole("5", {other}, at(18)), at(19)).changed.size() == 1);
  reopen(at(20));
  CHECK(change());
}

TEST_CASE("what a newer export showed stands whatever older ones are imported after it") {
  KnownStory other = exported(words(5, 300), "Another");
  other.id = "f2";
  const KnownStory edited = exported(words(2, 20) + " " + essay);
  struct Row {
    const char* what;
    std::vector<KnownStory> newer;
    std::vector<KnownStory> older;
    std::optional<MediumChange::Kind> found;
    std::size_t outdated;
  };
  const Row rows[] = {
      {"edited since", {edited, other}, {exported(), other}, MediumChange::Kind::edited, 2},
      {"deleted since", {other}, {exported(), other}, MediumChange::Kind::deleted, 2},
      {"published since", {exported(), other}, {other}, std::nullopt, 1},
      {"as it was", {exported()}, {exported()}, std::nullopt, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Published world;
    world.queue().take_import(made(whole("0", {exported(), other}, at(5)), at(5)), at(6));
    world.queue().take_import(made(whole("newer", row.newer, at(20)), at(20)), at(30));
    const auto found = [&] {
      const auto change = world.change();
      return change ? std::optional(change->kind) : std::nullopt;
    };
    REQUIRE(found() == row.found);
    // Old, but whoever made it knew of the post already; and in two parts.
    const auto first = world.queue().take_import(made(part("older", row.older), at(10)), at(40));
    CHECK(first.changed.empty());
    CHECK(first.outdated == row.outdated);
    CHECK(first.newer == at(20));
    const auto last = world.queue().take_import(made(whole("older", {}, at(10)), at(10)), at(40));
    CHECK(last.changed.empty());
    CHECK(last.newer == at(20));
    CHECK(found() == row.found);
    CHECK(world.queue().take_import(made(whole("newer again", row.newer, at(50)), at(50)), at(60)).changed.empty());
    CHECK(found() == row.found);
  }
}

TEST_CASE_FIXTURE(Published, "an export of the same day is no older one and neither is one that tells no date") {
  const KnownStory edited = exported(words(2, 20) + " " + essay);
  queue().take_import(made(whole("1", {exported()}, at(20)), at(20)), at(30));
  ImportPart same_day = whole("2", {edited}, at(0));
  same_day.made = {at(0), at(24 * 60)};
  CHECK(queue().take_import(same_day, at(40)).changed.size() == 1);
  CHECK(queue().take_import(whole("3", {exported()}, at(1)), at(50)).changed.size() == 1);
}

TEST_CASE_FIXTURE(Published, "an export from a clock that is ahead makes none of the later ones older") {
  queue().take_import(made(whole("1", {exported()}, at(900)), at(900)), at(30));
  CHECK(queue().take_import(made(whole("2", {}, at(35)), at(35)), at(40)).changed.size() == 1);
}

TEST_CASE_FIXTURE(Published, "an export of a day that is still to come makes no true one older") {
  const int month = 30 * 24 * 3600;
  queue().take_import(made(whole("1", {exported()}, at(month)), at(month)), at(30));
  CHECK(queue().take_import(made(whole("2", {}, at(20)), at(20)), at(40)).changed.size() == 1);
}

TEST_CASE_FIXTURE(Published, "what the feed showed of a story stands against an export from before") {
  KnownStory seen = exported(words(9, 300), "On lines");
  seen.words = {};
  CHECK(queue().take_stories({seen}, at(30)).changed.size() == 1);
  REQUIRE(queue().acknowledge_drift(id, at(31)));
  CHECK(queue().take_import(made(whole("1", {exported()}, at(20)), at(20)), at(40)).changed.empty());
  CHECK(queue().take_import(made(whole("2", {}, at(25)), at(25)), at(41)).changed.empty());
  CHECK(queue().take_import(made(whole("3", {}, at(35)), at(35)), at(42)).changed.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "an older export proves what was on Medium and brings no older figures") {
  KnownStory gone = exported();
  queue().take_import(made(whole("newer", {}, at(20)), at(20)), at(21));
  ImportPart newer = figures("newer", {earned("a", 900)});
  queue().take_import(made(newer, at(20)), at(21));
  ImportPart older = whole("older", {gone}, at(10));
  older.figures = {earned("a", 500), earned("b", 40)};
  const auto taken = queue().take_import(made(older, at(10)), at(30));
  CHECK(taken.fresh == 1);
  CHECK(taken.outdated == 0);
  CHECK(taken.figures == 1);
  CHECK(queue().story("main", "e1"));
  const auto counted = queue().statistics({.account = "main", .now = at(31)});
  REQUIRE(counted.stories.size() == 2);
  CHECK(counted.stories.front().earned->value == 900);
  CHECK_FALSE(counted.stories.front().earned->change);
}

TEST_CASE_FIXTURE(Published, "the file of a deleted story is not published again") {
  queue().take_import(whole("1", {}, at(9)), at(10));
  REQUIRE(change());
  Arrival again = arrival("again.md", essay);
  again.digest = "again";
  again.source = "elsewhere";
  again.post->title = "On queues";
  CHECK(state(id_of(queue().enqueue(again, at(11)))) == State::skipped);
}

TEST_CASE_FIXTURE(Fixture, "parts of one import are one and the same one again changes nothing") {
  KnownStory one = exported();
  KnownStory two = exported(words(3, 300), "Two");
  two.id = "e2";
  add("unrelated");
  send(at(1), settlement(State::published, "published"));                     // medium id e1
  CHECK(queue().take_import(part("zip", {one}), at(2)).changed.size() == 1);  // another title
  CHECK(queue().take_import(whole("zip", {two}, at(9)), at(3)).changed.empty());
  CHECK(queue().medium_changes(5).front().second.kind == MediumChange::Kind::edited);
  queue().take_import(figures("stats 1", {viewed("e1", 10, 4)}), at(4));
  queue().take_import(figures("stats 2", {viewed("e1", 15, 5)}), at(5));
  queue().take_import(figures("stats 2", {viewed("e1", 15, 5)}), at(6));
  const auto counted = queue().statistics({.account = "main", .now = at(7)});
  REQUIRE(counted.stories.size() == 1);
  CHECK(counted.stories.front().views->value == 15);
  CHECK(counted.stories.front().views->change == 5);
}

TEST_CASE_FIXTURE(Fixture,
                  "figures are those of the last import that tells and their change that since the one before") {
  queue().take_import(figures("1", {viewed("a", 100, 40), viewed("b", 7, 3)}), at(1));
  queue().take_import(figures("2", {earned("a", 1250)}), at(2));
  queue().take_import(figures("3", {viewed("a", 130, 41)}), at(3));
  queue().take_import(figures("4", {earned("a", 1300), earned("c", 9)}), at(4));
  const auto counted = queue().statistics({.account = std::nullopt, .now = at(5)});
  REQUIRE(counted.stories.size() == 3);
  const auto& a = counted.stories.front();
  CHECK(a.id == "a");
  CHECK(a.views->value == 130);
  CHECK(a.views->change == 30);
  CHECK(a.reads->change == 1);
  CHECK(a.earned->value == 1300);
  CHECK(a.earned->change == 50);
  CHECK(a.currency == "USD");
  CHECK_FALSE(a.claps);
  const auto& b = counted.stories.at(1);
  CHECK(b.views->value == 7);
  CHECK_FALSE(b.views->change);
  CHECK(counted.views->value == 137);
  CHECK(counted.views->change == 30);
  REQUIRE(counted.earned.size() == 1);
  CHECK(counted.earned.front().cents.value == 1309);
  CHECK(counted.viewed_at == at(3));
  CHECK(counted.earned_at == at(4));
  CHECK(queue().statistics({.account = "work", .now = at(5)}).stories.empty());
  CHECK(queue().statistics({.account = "main", .stories = 1, .now = at(5)}).stories.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "of each story's figures a year of monthly imports is kept") {
  for (int i = 1; i <= 40; ++i) queue().take_import(figures(std::to_string(i), {viewed("a", i, i)}), at(i));
  opened.reset();
  sqlite::Database database(path);
  auto kept = database.prepare("SELECT count(*), min(views), max(views) FROM figure");
  REQUIRE(kept.step());
  CHECK(kept.get<std::int64_t>(0) == 12);
  CHECK(kept.get<std::int64_t>(1) == 29);
  CHECK(kept.get<std::int64_t>(2) == 40);
}

TEST_CASE_FIXTURE(Fixture, "an account that is forgotten takes its figures along and no other one's") {
  ImportPart other = figures("1", {viewed("b", 5, 5)});
  other.account = "work";
  queue().take_import(figures("1", {viewed("a", 100, 40)}), at(1));
  queue().take_import(other, at(1));
  CHECK(queue().is_stored("main"));
  queue().forget_account("main", at(2));
  CHECK_FALSE(queue().is_stored("main"));
  CHECK(queue().statistics({.account = "main", .now = at(3)}).stories.empty());
  CHECK(queue().statistics({.account = "work", .now = at(3)}).stories.size() == 1);
}
