// What the database remembers of sources and accounts.
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

TEST_CASE_FIXTURE(Fixture, "a source is remembered with every field") {
  CHECK_FALSE(queue().source("blog"));
  queue::SourceRecord source;
  source.name = "blog";
  queue().save_source(source);
  CHECK(queue().source("blog"));
  source = {"blog",
            at(1),
            "feed https://old.example/feed",
            at(2),
            at(3),
            "no answer",
            4,
            "\"etag\"",
            "yesterday",
            "https://new.example/feed",
            "https://old.example/feed",
            std::chrono::hours(5),
            std::chrono::minutes(7),
            0x800001,
            0x41,
            "https://old.example/atom",
            {"https://old.example/comments", "a, b"},
            "https://hub.example/",
            true};
  queue().save_source(source);
  reopen(at(5));
  const queue::SourceRecord kept = queue().source("blog").value();
  CHECK(kept.baselined_at == at(1));
  CHECK(kept.baselined_place == "feed https://old.example/feed");
  CHECK(kept.last_checked == at(2));
  CHECK(kept.next_check == at(3));
  CHECK(kept.failing == "no answer");
  CHECK(kept.failures == 4);
  CHECK(kept.etag == "\"etag\"");
  CHECK(kept.last_modified == "yesterday");
  CHECK(kept.moved_to == "https://new.example/feed");
  CHECK(kept.url == "https://old.example/feed");
  CHECK(kept.usual_gap == std::chrono::hours(5));
  CHECK(kept.asked_pause == std::chrono::minutes(7));
  CHECK(kept.skip_hours == 0x800001);
  CHECK(kept.skip_days == 0x41);
  CHECK(kept.found_at == "https://old.example/atom");
  CHECK(kept.also_found == std::vector<std::string>{"https://old.example/comments", "a, b"});
  CHECK(kept.hub == "https://hub.example/");
  CHECK(kept.gone);
}

TEST_CASE_FIXTURE(Fixture, "of a source that was only asked again the rest stays") {
  queue::SourceRecord source{.name = "blog", .baselined_at = at(1), .etag = "\"a\""};
  queue().save_source(source);
  source.last_checked = at(2);
  source.next_check = at(3);
  source.failing = "no";
  source.failures = 1;
  source.etag = "\"b\"";
  queue().save_checked(source);
  const queue::SourceRecord kept = queue().source("blog").value();
  CHECK(kept.last_checked == at(2));
  CHECK(kept.next_check == at(3));
  CHECK(kept.failing == "no");
  CHECK(kept.failures == 1);
  CHECK(kept.etag == "\"a\"");
  CHECK(kept.baselined_at == at(1));
}

TEST_CASE_FIXTURE(Fixture, "another id of an item is remembered for its source") {
  queue().remember_other_id("blog", "new", "old");
  CHECK(queue().origin_of("blog", "new") == "old");
  CHECK_FALSE(queue().origin_of("blog", "old"));
  CHECK_FALSE(queue().origin_of("other", "new"));
}

TEST_CASE_FIXTURE(Fixture, "pages that are wanted come in the order of their time") {
  const PostId first = add("one");
  const PostId second = add("two");
  const PostId third = add("three");
  queue().save_article({first, "blog", std::string("e\0f", 3), "d1", false, 2, at(9)});
  queue().save_article({second, "blog", "entry", "d2", false, 0, at(4)});
  queue().save_article({third, "blog", "entry", "d3", true, 0, std::nullopt});
  reopen(at(1));
  const auto wanted = queue().articles_wanted(10);
  REQUIRE(wanted.size() == 2);
  CHECK(wanted[0].post == second);
  CHECK(wanted[1].entry == std::string("e\0f", 3));
  CHECK(wanted[1].attempts == 2);
  CHECK(queue().articles_wanted(1).size() == 1);
  CHECK(queue().article(third)->taken);
  CHECK_FALSE(queue().article(PostId{99}));
}

TEST_CASE_FIXTURE(Fixture, "only a teaser that waits is told why") {
  queue::Arrival teaser = asking(arrival("a", "teaser"), State::held, Cause::excerpt);
  const PostId id = id_of(queue().enqueue(teaser, at(0)));
  queue().explain_teaser(id, "its page is gone", at(1));
  CHECK(record(id).reason == "its page is gone");
  queue().explain_teaser(id, "its page is gone", at(2));
  CHECK(kinds(id) == std::vector<std::string>{"held", "held"});
  queue().release(id, at(3));
  queue().explain_teaser(id, "too late", at(4));
  CHECK(state(id) == State::queued);
  CHECK_FALSE(record(id).reason);
}

TEST_CASE_FIXTURE(Fixture, "files are remembered and forgotten") {
  const queue::FileStamp stamp{1, 2, 3, 4, 5};
  queue().remember_file("drop", {"b.md", stamp});
  queue().remember_file("drop", {std::string("a\xff.md"), stamp});
  queue().remember_file("other", {"c.md", stamp});
  queue().remember_file("drop", {"b.md", {9, 9, 9, 9, 9}});
  auto files = queue().known_files("drop");
  REQUIRE(files.size() == 2);
  CHECK(files[0].path == "a\xff.md");
  CHECK(files[0].stamp == stamp);
  CHECK(files[1].stamp == queue::FileStamp{9, 9, 9, 9, 9});
  queue().forget_file("drop", "b.md");
  CHECK(queue().known_files("drop").size() == 1);
  CHECK(queue().known_files("other").size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "an account is ready until something else is remembered") {
  CHECK(queue().account("main").name == "main");
  CHECK(queue().account("main").state == queue::AccountState::ready);
  queue().save_account({"main", queue::AccountState::paused, "Cloudflare", at(9), 3, "u1", "jane"});
  reopen(at(1));
  const queue::AccountRecord kept = queue().account("main");
  CHECK(kept.state == queue::AccountState::paused);
  CHECK(kept.reason == "Cloudflare");
  CHECK(kept.until == at(9));
  CHECK(kept.pauses == 3);
  CHECK(kept.user_id == "u1");
  CHECK(kept.username == "jane");
  CHECK(queue().account("second").state == queue::AccountState::ready);
}

TEST_CASE_FIXTURE(Fixture, "a person's pause of everything outlives a restart and is told once") {
  CHECK_FALSE(queue().paused());
  queue().set_paused(queue::Queue::Paused::yes, at(1));
  queue().set_paused(queue::Queue::Paused::yes, at(2));
  reopen(at(3));
  CHECK(queue().paused());
  queue().set_paused(queue::Queue::Paused::no, at(4));
  CHECK_FALSE(queue().paused());
  std::vector<std::string> kinds;
  for (const auto& event : queue().events(0, 10)) kinds.push_back(event.kind);
  CHECK(kinds == std::vector<std::string>{"paused", "resumed"});
}

TEST_CASE("every cause has one spelling") {
  for (int i = 0; i <= static_cast<int>(Cause::doubt); ++i) {
    const auto cause = static_cast<Cause>(i);
    CHECK(queue::parse_cause(queue::to_string(cause)) == cause);
  }
  CHECK_FALSE(queue::parse_cause("unheard"));
  // And the database takes each of them.
  Fixture fixture;
  for (int i = 0; i <= static_cast<int>(Cause::doubt); ++i) {
    const std::string name = std::to_string(i);
    CHECK_NOTHROW(
        fixture.queue().enqueue(asking(arrival(name + ".md", name), State::skipped, static_cast<Cause>(i)), at(0)));
  }
}
