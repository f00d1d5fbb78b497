// How many stories, whether in time, and why others came to nothing.
#include "queue/statistics.hpp"

#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// at(0) is Friday, January 15, 2027, 08:00 UTC.
const TimePoint slot = at(0) + hours(2);

struct Line : Fixture {
  PostId waiting(const std::string& name) {
    const PostId id = add(name, at(0));
    queue().promise("main", std::nullopt, slot, "rules");
    return id;
  }
  void publish(TimePoint now) { send(now, settlement(State::published, "published")); }
  queue::Statistics counted(TimePoint now = at(0) + hours(24 * 30)) {
    return queue().statistics({.account = "main", .now = now});
  }
};

}  // namespace

TEST_CASE("a story is in time when it goes within a quarter of an hour of the slot that it was given first") {
  struct Row {
    const char* what;
    std::function<void(Line&)> how;
    const char* kept;  // in time, late, asked for
  };
  const Row rows[] = {
      {"in its slot", [](Line& line) { line.publish(slot); }, "1 0 0"},
      {"at the last moment", [](Line& line) { line.publish(slot + minutes(15)); }, "1 0 0"},
      {"the machine was off",
       [](Line& line) {
         line.reopen(slot + hours(20));
         line.publish(slot + hours(20));
       },
       "0 1 0"},
      {"a later slot was given since",
       [](Line& line) {
         line.queue().promise("main", std::nullopt, slot + hours(24), "rules");
         line.publish(slot + hours(24));
       },
       "0 1 0"},
      {"the rules were changed",
       [](Line& line) {
         line.queue().promise("main", std::nullopt, slot + hours(24), "other rules");
         line.publish(slot + hours(24));
       },
       "1 0 0"},
      {"tried in its slot and again later",
       [](Line& line) {
         line.send(slot, settlement(State::queued, "not-sent"));
         line.queue().promise("main", std::nullopt, slot + hours(24), "rules");
         line.publish(slot + hours(24));
       },
       "0 1 0"},
      {"another one was moved before it",
       [](Line& line) {
         const PostId second = line.add("second");
         REQUIRE(line.queue().move(second, queue::Move::first, at(5)));
         line.queue().promise("main", std::nullopt, slot, "rules");
         line.publish(slot);
         line.queue().promise("main", std::nullopt, slot + hours(24), "rules");
         line.publish(slot + hours(24));
       },
       "2 0 0"},
      {"held and released",
       [](Line& line) {
         REQUIRE(line.queue().hold(PostId{1}, at(5)));
         REQUIRE(line.queue().release(PostId{1}, slot + hours(5)));
         line.queue().promise("main", std::nullopt, slot + hours(24), "rules");
         line.publish(slot + hours(24));
       },
       "1 0 0"},
      {"paused by a person",
       [](Line& line) {
         line.queue().forget_promises("main");
         line.queue().promise("main", std::nullopt, slot + hours(24), "rules");
         line.publish(slot + hours(24));
       },
       "1 0 0"},
      {"asked for",
       [](Line& line) {
         REQUIRE(line.queue().publish_now(PostId{1}, at(9)));
         const auto claim = line.claim(at(9), Lane::personal);
         REQUIRE(claim);
         line.queue().mark_sending(claim->attempt, at(9));
         line.queue().settle(*claim, settlement(State::published, "published"), at(9));
       },
       "0 0 1"},
      {"handed off in its slot and published the next day",
       [](Line& line) {
         REQUIRE(line.queue().hand_off("main", std::nullopt, Lane::scheduled, 1, slot));
         REQUIRE(line.queue().done(PostId{1}, {"e1", "https://medium.example/e1", std::nullopt}, slot + hours(20)));
       },
       "1 0 0"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Line line;
    line.waiting("first");
    row.how(line);
    const queue::Punctuality kept = line.counted().punctuality;
    CHECK(std::to_string(kept.in_time) + " " + std::to_string(kept.late) + " " + std::to_string(kept.by_person) ==
          row.kept);
  }
}

TEST_CASE_FIXTURE(Line, "stories are counted by the calendar month and those of long ago are not") {
  const int january = 0;
  const int days = 24 * 3600;
  for (const int day : {january, 3, 20, 40, 75}) {
    add("day " + std::to_string(day), at(day * days));
    publish(at(day * days + 60 * (day + 1)));
  }
  const auto all = queue().statistics({.account = {}, .months = 12, .now = at(80 * days)});
  REQUIRE(all.months.size() == 12);
  CHECK(all.months.back().month == std::chrono::year(2027) / 4);
  const auto count = [&](std::size_t back) { return all.months.at(all.months.size() - 1 - back).punctuality.stories; };
  CHECK(count(0) == 0);  // April: the 75th day is the last of March
  CHECK(count(1) == 1);
  CHECK(count(2) == 2);
  CHECK(count(3) == 2);
  CHECK(all.punctuality.stories == 5);
  CHECK(all.median_wait == std::optional<core::Duration>(minutes(21)));
  CHECK(queue().statistics({.account = {}, .months = 2, .now = at(80 * days)}).punctuality.stories == 1);
  CHECK(queue().statistics({.account = "work", .now = at(80 * days)}).punctuality.stories == 0);
}

TEST_CASE_FIXTURE(Line, "what came to nothing is counted by its cause with the last reason") {
  add("a");
  for (int i = 1; i <= 3; ++i) {
    auto how = settlement(State::queued, "not-sent");
    how.detail = "connection " + std::to_string(i) + " refused";
    send(at(i), how);
  }
  send(at(4), settlement(State::failed, "refused"));
  queue().enqueue(asking(arrival("b.md", "b"), State::failed, Cause::invalid), at(5));
  const auto failures = counted().failures;
  REQUIRE(failures.size() == 3);
  CHECK(failures.at(0).cause == "not-sent");
  CHECK(failures.at(0).count == 3);
  CHECK(failures.at(0).last_detail == "connection 3 refused");
  CHECK(failures.at(1).count == 1);
  CHECK(failures.at(2).count == 1);
  CHECK((failures.at(1).cause == "unreadable" || failures.at(2).cause == "unreadable"));
  CHECK(queue().statistics({.account = {}, .months = 1, .now = at(0) + hours(24 * 60)}).failures.empty());
}

TEST_CASE_FIXTURE(Fixture, "a queue without anything counts to nothing") {
  const auto nothing = queue().statistics({.account = {}, .now = at(0)});
  CHECK(nothing.punctuality.stories == 0);
  CHECK_FALSE(nothing.median_wait);
  CHECK(nothing.failures.empty());
  CHECK_FALSE(nothing.views);
  CHECK(nothing.looked == queue::Statistics::Looked::at_all);
}
