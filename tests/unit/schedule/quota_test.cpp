#include <doctest/doctest.h>

#include "times.hpp"

using namespace mediumsync;
using namespace mediumsync::schedule;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

namespace {

const core::TimePoint noon = at("2026-11-24T12:00:00Z");

History every(core::Duration step, std::size_t count, core::TimePoint from) {
  History history;
  for (std::size_t i = 0; i < count; ++i) history.sent.push_back(from + step * static_cast<int>(i));
  return history;
}

}  // namespace

TEST_CASE("the quota counts the last 24 hours") {
  struct Row {
    const char* what;
    History history;
    int used;
    std::optional<core::TimePoint> frees_at;
  };
  const std::vector<Row> rows{
      {"nothing sent", {}, 0, std::nullopt},
      {"one just now", {{noon}}, 1, std::nullopt},
      {"one 24 hours ago", {{noon - hours(24)}}, 0, std::nullopt},
      {"one almost 24 hours ago", {{noon - hours(24) + milliseconds(1)}}, 1, std::nullopt},
      {"nine", every(hours(1), 9, noon - hours(9)), 9, std::nullopt},
      {"ten", every(hours(1), 10, noon - hours(10)), 10, noon + hours(14)},
      {"ten at once", every(hours(0), 10, noon), 10, noon + hours(24)},
      {"ten and the first just out", every(hours(2), 10, noon - hours(24)), 9, std::nullopt},
      {"twelve because a person asked", every(minutes(10), 12, noon - hours(2)), 12, noon + hours(22) + minutes(20)},
      {"long ago", every(hours(1), 30, noon - hours(100)), 0, std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Quota used = quota(row.history, noon);
    CHECK(used.used == row.used);
    CHECK(used.limit == 10);
    CHECK(text(used.frees_at) == text(row.frees_at));
    CHECK(text(earliest_unscheduled(row.history, noon)) == text(row.frees_at.value_or(noon)));
  }
}

TEST_CASE("the eleventh story waits for the first window a day after the first") {
  const Plan plan{.timezone = "UTC", .windows = windows({"daily 08:00-10:00"}), .min_gap = {}, .max_per_day = 100};
  const auto found = slots(plan, {}, at("2026-11-24T09:59:00Z"), 21);
  REQUIRE(found.size() == 21);
  for (std::size_t i = 0; i < 10; ++i) CHECK(text(found[i]) == "2026-11-24T09:59:00Z");
  for (std::size_t i = 10; i < 20; ++i) CHECK(text(found[i]) == "2026-11-25T09:59:00Z");
  CHECK(text(found[20]) == "2026-11-26T09:59:00Z");
}

TEST_CASE("the eleventh story comes when the next window opens if the quota frees between two") {
  const Plan plan{.timezone = "UTC", .windows = windows({"daily 08:00-10:00"}), .min_gap = {}, .max_per_day = 100};
  const History ten = every(minutes(1), 10, at("2026-11-24T12:00:00Z"));  // a person's
  CHECK(text(next_slot(plan, ten, at("2026-11-24T13:00:00Z"))) == "2026-11-26T08:00:00Z");
}

TEST_CASE("ten stories in a future that was taken back neither flood nor block") {
  const Plan plan{.timezone = "UTC", .windows = windows({"daily 00:00-24:00"}), .min_gap = {}, .max_per_day = 100};
  struct Row {
    const char* what;
    core::TimePoint sent;
    core::TimePoint slot;
  };
  for (const Row& row :
       {Row{"stepped back an hour", noon + hours(1), noon + hours(25)},
        Row{"stepped back almost a day", noon + hours(24) - milliseconds(1000), noon + hours(48) - milliseconds(1000)},
        Row{"stepped back four years", noon + hours(4 * 366 * 24), noon}}) {
    CAPTURE(row.what);
    const History ten = every(hours(0), 10, row.sent);
    CHECK(text(next_slot(plan, ten, noon)) == text(row.slot));
    CHECK(text(earliest_unscheduled(ten, noon)) == text(row.slot));
    CHECK((quota(ten, noon).used == 10) == (row.slot != noon));
  }
}

TEST_CASE("ten stories around a moment fill it only if they lie within less than 24 hours") {
  History around = every(hours(2), 10, noon - hours(9));
  CHECK(text(earliest_unscheduled(around, noon)) == text(noon + hours(15)));
  around.sent.front() = noon - hours(12);
  around.sent.back() = noon + hours(12);
  CHECK(text(earliest_unscheduled(around, noon)) == text(noon));
  around.sent.back() -= milliseconds(1);
  CHECK(text(earliest_unscheduled(around, noon)) == text(noon + hours(12)));
}
