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
            at(2),
            at(3),
            "no answer",
            4,
            "\"etag\"",
            "yesterday",
            "https://new.example/feed",
            "https://old.example/feed"};
  queue().save_source(source);
  reopen(at(5));
  const queue::SourceRecord kept = queue().source("blog").value();
  CHECK(kept.baselined_at == at(1));
  CHECK(kept.last_checked == at(2));
  CHECK(kept.next_check == at(3));
  CHECK(kept.failing == "no answer");
  CHECK(kept.failures == 4);
  CHECK(kept.etag == "\"etag\"");
  CHECK(kept.last_modified == "yesterday");
  CHECK(kept.moved_to == "https://new.example/feed");
  CHECK(kept.url == "https://old.example/feed");
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
