#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

std::vector<std::string> origins(const std::vector<queue::Record>& records) {
  std::vector<std::string> origins;
  for (const queue::Record& record : records) origins.push_back(record.origin);
  return origins;
}
using Origins = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "posts are listed newest first by state and by source") {
  for (const char* name : {"a", "b", "c", "d"}) add(name);
  Arrival other = arrival("e.md", "e");
  other.source = "blog";
  queue().enqueue(other, at(0));
  REQUIRE(queue().hold(PostId{2}, at(1)));
  REQUIRE(queue().hold(PostId{3}, at(1)));
  struct Row {
    queue::ListFilter filter;
    Origins expected;
  };
  for (const Row& row :
       {Row{{}, {"e.md", "d.md", "c.md", "b.md", "a.md"}}, Row{{std::nullopt, std::nullopt, 2}, {"e.md", "d.md"}},
        Row{{State::held, std::nullopt, 100}, {"c.md", "b.md"}}, Row{{State::held, std::nullopt, 1}, {"c.md"}},
        Row{{std::nullopt, "drop", 3}, {"d.md", "c.md", "b.md"}}, Row{{State::queued, "drop", 100}, {"d.md", "a.md"}},
        Row{{State::queued, "blog", 100}, {"e.md"}}, Row{{State::failed, "blog", 100}, {}},
        Row{{std::nullopt, "none", 100}, {}}, Row{{std::nullopt, std::nullopt, 0}, {}}}) {
    CHECK(origins(queue().list(row.filter)) == row.expected);
  }
}

TEST_CASE_FIXTURE(Fixture, "the counts follow every change") {
  const PostId a = add("a");
  add("b");
  CHECK(queue().counts()[State::queued] == 2);
  REQUIRE(queue().hold(a, at(1)));
  CHECK(queue().counts()[State::queued] == 1);
  CHECK(queue().counts()[State::held] == 1);
  send(at(2), settlement(State::published, "published"));
  CHECK(queue().counts()[State::published] == 1);
  CHECK(queue().counts()[State::publishing] == 0);
  CHECK(queue().items("drop") == 2);
  Arrival moved = arrival("a.md", "a");
  moved.account = "second";
  queue().enqueue(moved, at(3));
  CHECK(queue().items("drop") == 2);
  reopen(at(4));
  CHECK(queue().counts()[State::held] == 1);
  CHECK(queue().counts()[State::published] == 1);
}

TEST_CASE_FIXTURE(Fixture, "what waits is told as far as the next ones to go need it") {
  for (const char* name : {"a", "b", "c", "d"}) add(name);
  for (const auto& [name, date] : {std::pair{"x", 300}, {"y", 200}, {"z", 100}}) {
    Arrival dated = arrival(std::string(name) + ".md", name);
    dated.post->not_before = at(date);
    queue().enqueue(dated, at(0));
  }
  add("e");
  REQUIRE(queue().move_to(PostId{2}, at(500), at(1)));
  REQUIRE(queue().move_to(PostId{3}, at(400), at(1)));
  CHECK(origins(queue().waiting("main", std::nullopt, 100)) ==
        Origins{"c.md", "b.md", "a.md", "d.md", "x.md", "y.md", "z.md", "e.md"});
  CHECK(origins(queue().waiting("main", std::nullopt, 2)) == Origins{"c.md", "b.md", "a.md", "d.md", "y.md", "z.md"});
  CHECK(queue().waiting("main", "drop", 100).empty());
  CHECK(queue().waiting("second", std::nullopt, 100).empty());
}

TEST_CASE_FIXTURE(Fixture, "a post that is not there is absent") {
  CHECK_FALSE(queue().find(PostId{9}));
  CHECK_FALSE(queue().post(PostId{9}));
  CHECK(queue().attempts(PostId{9}).empty());
  CHECK(queue().findings(PostId{9}).empty());
}
