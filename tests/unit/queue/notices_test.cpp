#include "fixture.hpp"

namespace mediumsync::test {
namespace {

using queue::NoticeFailure;

struct Told : Fixture {
  Told() { queue().adopt_receivers({{"hook", {"published", "in_doubt", "failed"}}, {"mail", {"failed"}}}, at(0)); }

  void fail(const std::string& origin) {
    queue().enqueue(asking(arrival(origin, origin), State::failed, Cause::invalid), at(1));
  }
  std::int64_t waiting(const std::string& receiver) { return queue().receiver(receiver).value().waiting; }
  std::vector<std::string> open(const std::string& receiver) {
    std::vector<std::string> kinds;
    for (const queue::Event& event : queue().open_notices(receiver, 5, at(60)).events) kinds.push_back(event.kind);
    return kinds;
  }
  NoticeFailure failure(NoticeFailure::Arrived arrived) { return {"refused", arrived, at(100), std::nullopt}; }
};

using Kinds = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Told, "an event leaves a notice for each receiver that wants its kind") {
  add("one");
  send(at(1), settlement(State::published, "published"));
  fail("two.md");
  CHECK(waiting("hook") == 2);
  CHECK(waiting("mail") == 1);
  CHECK(open("hook") == Kinds{"published"});
  CHECK(open("mail") == Kinds{"failed"});
}

TEST_CASE_FIXTURE(Told, "an event that is undone leaves no notice") {
  {
    const queue::Queue::Batch batch(queue());
    fail("one.md");
  }
  CHECK(waiting("hook") == 0);
  CHECK(open("hook").empty());
}

TEST_CASE_FIXTURE(Told, "what a crash left in doubt is told too") {
  add("one");
  queue().mark_sending(claim(at(1)).value().attempt, at(1));
  reopen(at(2));
  CHECK(waiting("hook") == 1);
  CHECK(open("hook") == Kinds{"in_doubt"});
}

TEST_CASE_FIXTURE(Told, "notices that were sent are told once and those that were not are told again after a restart") {
  fail("one.md");
  fail("two.md");
  CHECK(open("hook") == Kinds{"failed"});
  reopen(at(2));
  CHECK(queue().receiver("hook")->tries == 1);
  CHECK(queue().receiver("hook")->next_try == at(60));
  const auto first = queue().open_notices("hook", 5, at(60)).events.at(0);
  CHECK(first.detail == "because invalid");
  queue().notices_sent("hook", at(50));
  reopen(at(3));
  CHECK(queue().open_notices("hook", 5, at(60)).events.at(0).sequence > first.sequence);
  queue().notices_sent("hook", at(50));
  CHECK(open("hook").empty());
  CHECK(waiting("hook") == 0);
  CHECK(waiting("mail") == 2);
}

TEST_CASE_FIXTURE(Told, "too many become one message that stays the same while it may have arrived") {
  for (int i = 0; i < 6; ++i) fail(std::to_string(i));
  CHECK(open("hook").size() == 6);
  fail("late");
  SUBCASE("it may have arrived") {
    queue().notices_failed("hook", failure(NoticeFailure::Arrived::perhaps), at(2));
    CHECK(open("hook").size() == 6);
    queue().notices_sent("hook", at(50));
    CHECK(open("hook").size() == 1);
  }
  SUBCASE("it did not arrive") {
    queue().notices_failed("hook", failure(NoticeFailure::Arrived::no), at(2));
    CHECK(open("hook").size() == 7);
  }
}

TEST_CASE_FIXTURE(Told, "a receiver that fails is known with the reason until something arrives") {
  fail("one.md");
  open("hook");
  queue().notices_failed("hook", failure(NoticeFailure::Arrived::no), at(2));
  open("hook");
  queue().notices_failed("hook", failure(NoticeFailure::Arrived::no), at(3));
  const queue::ReceiverRecord failing = queue().receiver("hook").value();
  CHECK(failing.failing == "refused");
  CHECK(failing.failing_since == at(2));
  CHECK(failing.next_try == at(100));
  CHECK(failing.tries == 2);
  queue().try_receivers_again(at(4));
  CHECK(queue().receiver("hook")->next_try == at(4));
  open("hook");
  queue().notices_sent("hook", at(50));
  const queue::ReceiverRecord well = queue().receiver("hook").value();
  CHECK_FALSE(well.failing);
  CHECK_FALSE(well.next_try);
  CHECK(well.tries == 0);
}

TEST_CASE_FIXTURE(Told, "what has waited too long is given up and that is an event") {
  fail("one.md");
  open("hook");
  NoticeFailure last = failure(NoticeFailure::Arrived::no);
  last.give_up_before = at(2);
  queue().notices_failed("hook", last, at(3));
  CHECK(waiting("hook") == 0);
  CHECK(open("hook").empty());
  CHECK(queue().receiver("hook")->given_up == 1);
  CHECK(queue().events(0, 100).back().kind == "notices-given-up");
  CHECK(queue().events(0, 100).back().detail == "1 for hook");
}

TEST_CASE_FIXTURE(Told, "notices for a receiver that is not configured any more are dropped and that is an event") {
  fail("one.md");
  queue().adopt_receivers({{"mail", {"failed"}}}, at(2));
  CHECK_FALSE(queue().receiver("hook"));
  CHECK(waiting("mail") == 1);
  CHECK(queue().events(0, 100).back().kind == "notices-dropped");
}

TEST_CASE_FIXTURE(Told, "a receiver that never answers does not fill the disk") {
  {
    queue::Queue::Batch batch(queue());
    for (int i = 0; i < 10'007; ++i) queue().note("failed", "again", std::nullopt, at(1));
    batch.commit();
  }
  CHECK(waiting("hook") == 10'000);
  const queue::NoticeMessage message = queue().open_notices("hook", 5, at(60));
  CHECK(message.events.size() == 10'000);
  CHECK(message.beyond == 7);
  queue().notices_failed("hook", failure(NoticeFailure::Arrived::no), at(2));
  CHECK(queue().open_notices("hook", 5, at(60)).beyond == 7);
  queue().notices_sent("hook", at(50));
  CHECK(waiting("hook") == 0);
  fail("after");
  CHECK(queue().open_notices("hook", 5, at(60)).beyond == 0);
}

}  // namespace mediumsync::test
