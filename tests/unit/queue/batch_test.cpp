#include "queue/store.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::Queue;
using Kinds = std::vector<std::string>;

TEST_CASE_FIXTURE(Fixture, "a batch that is given up never was") {
  {
    Queue::Batch batch(queue());
    add("one");
    CHECK(queue().knows("drop", "one.md"));
  }
  CHECK_FALSE(queue().knows("drop", "one.md"));
  CHECK(queue().counts()[State::queued] == 0);
  CHECK(queue().last_event() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a batch within another is part of it") {
  {
    Queue::Batch outer(queue());
    add("one");
    {
      Queue::Batch inner(queue());
      add("two");
      inner.commit();
    }
    SUBCASE("committed") {
      outer.commit();
    }
    SUBCASE("given up") {}
  }
  CHECK(queue().knows("drop", "one.md") == queue().knows("drop", "two.md"));
}

TEST_CASE_FIXTURE(Fixture, "an inner batch that is given up spoils the outer one") {
  Queue::Batch outer(queue());
  { const Queue::Batch inner(queue()); }
  CHECK_THROWS_AS(outer.commit(), std::runtime_error);
}

TEST_CASE_FIXTURE(Fixture, "a batch in which a verb failed can only be given up") {
  {
    Queue::Batch batch(queue());
    add("one");
    CHECK_THROWS(queue().settle(queue::Claim{}, settlement(State::published, "published"), at(1)));
    CHECK_THROWS_AS(add("two"), std::runtime_error);
    CHECK_THROWS_AS(batch.commit(), std::runtime_error);
  }
  CHECK_FALSE(queue().knows("drop", "one.md"));
  add("three");
  CHECK(queue().knows("drop", "three.md"));
}

TEST_CASE_FIXTURE(Fixture, "a refused verb does not spoil a batch") {
  Queue::Batch batch(queue());
  const PostId id = add("one");
  CHECK_FALSE(queue().release(id, at(1)));
  CHECK_FALSE(queue().source_item_gone("drop", "nothing.md", at(1)));
  batch.commit();
  CHECK(queue().knows("drop", "one.md"));
}

TEST_CASE_FIXTURE(Fixture, "the observer hears of what is committed and of nothing else") {
  Kinds heard;
  bool committed = false;
  queue().set_observer([&](const queue::Event& event) {
    heard.push_back(event.kind);
    committed = true;
    CHECK(queue().last_event() >= event.sequence);
  });
  {
    Queue::Batch batch(queue());
    add("one");
    CHECK(heard.empty());
  }
  CHECK(heard.empty());
  {
    Queue::Batch batch(queue());
    add("one");
    add("two");
    CHECK(heard.empty());
    batch.commit();
  }
  CHECK(heard == Kinds{"queued", "queued"});
  REQUIRE(queue().hold(PostId{1}, at(1)));
  CHECK(heard == Kinds{"queued", "queued", "held"});
  queue().note("account-stopped", "main", std::nullopt, at(2));
  CHECK(heard.back() == "account-stopped");
  CHECK(committed);
}

TEST_CASE_FIXTURE(Fixture, "what the observer does is told after what it was told") {
  Kinds heard;
  queue().set_observer([&](const queue::Event& event) {
    if (event.kind == "queued" && heard.empty()) queue().note("noted", "", event.post, at(1));
    heard.push_back(event.kind);
  });
  Queue::Batch batch(queue());
  add("one");
  add("two");
  batch.commit();
  CHECK(heard == Kinds{"queued", "queued", "noted"});
}

TEST_CASE_FIXTURE(Fixture, "events are read on from a sequence") {
  const PostId id = add("one");
  REQUIRE(queue().hold(id, at(5)));
  const auto all = queue().events(0, 100);
  REQUIRE(all.size() == 2);
  CHECK(all[1].kind == "held");
  CHECK(all[1].at == at(5));
  CHECK(all[1].post == id);
  CHECK(all[1].sequence == queue().last_event());
  CHECK(queue().events(all[0].sequence, 100).size() == 1);
  CHECK(queue().events(0, 1).front().sequence == all[0].sequence);
  CHECK(queue().events(all[1].sequence, 100).empty());
}

TEST_CASE_FIXTURE(Fixture, "old events are forgotten at the next start and while it runs") {
  opened.reset();
  {
    sqlite::Database database(path);
    database.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100900) "
        "INSERT INTO event (sequence, at, kind, detail) SELECT i, 0, 'noted', '' FROM n");
  }
  reopen(at(1));
  CHECK(queue().last_event() == 100'900);
  CHECK(queue().events(0, 1).front().sequence == 901);
  Queue::Batch batch(queue());
  for (int i = 0; i < 100; ++i) queue().note("noted", "", std::nullopt, at(2));
  CHECK(queue().events(0, 1).front().sequence == 1001);
}
