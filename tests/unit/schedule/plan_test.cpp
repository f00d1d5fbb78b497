#include <chrono>
#include <doctest/doctest.h>

#include "times.hpp"

using namespace mediumsync;
using namespace mediumsync::schedule;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// Windows alone decide: no gap, no day's limit.
Plan open_plan(const char* timezone, const std::vector<std::string_view>& texts) {
  return Plan{.timezone = timezone, .windows = windows(texts), .min_gap = {}, .max_per_day = 1000};
}

struct Row {
  const char* what;
  const char* timezone;
  std::vector<std::string_view> windows;
  const char* now;
  const char* slot;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CAPTURE(row.timezone);
    CAPTURE(row.now);
    CHECK(text(next_slot(open_plan(row.timezone, row.windows), {}, at(row.now))) == text(at(row.slot)));
  }
}

std::vector<std::string> texts(const std::vector<core::TimePoint>& times) {
  std::vector<std::string> result;
  for (const auto time : times) result.push_back(text(time));
  return result;
}

}  // namespace

TEST_CASE("a slot is now inside a window and the next opening outside") {
  const char* ny = "America/New_York";
  check({
      {"before", ny, {"Tue-Thu 07:00-09:00"}, "2026-11-24T06:59:59-05:00", "2026-11-24T07:00:00-05:00"},
      {"at the opening", ny, {"Tue-Thu 07:00-09:00"}, "2026-11-24T07:00:00-05:00", "2026-11-24T07:00:00-05:00"},
      {"inside", ny, {"Tue-Thu 07:00-09:00"}, "2026-11-24T08:59:59-05:00", "2026-11-24T08:59:59-05:00"},
      {"at the close", ny, {"Tue-Thu 07:00-09:00"}, "2026-11-24T09:00:00-05:00", "2026-11-25T07:00:00-05:00"},
      {"just before the close",
       ny,
       {"Tue-Thu 07:00-09:00"},
       "2026-11-26T08:59:59.999-05:00",
       "2026-11-26T08:59:59.999-05:00"},
      {"after the week's last", ny, {"Tue-Thu 07:00-09:00"}, "2026-11-26T09:00:00-05:00", "2026-12-01T07:00:00-05:00"},
      {"once a week and just missed",
       ny,
       {"Mon 07:00-07:00:01"},
       "2026-11-23T07:00:01-05:00",
       "2026-11-30T07:00:00-05:00"},
      {"seconds", "UTC", {"daily 07:00:30-07:00:31"}, "2026-11-24T07:00:00Z", "2026-11-24T07:00:30Z"},
      {"the whole day", "UTC", {"Mon 00:00-24:00"}, "2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z"},
      {"whole days meet", "UTC", {"daily 00:00-24:00"}, "2026-11-24T23:59:59.999Z", "2026-11-24T23:59:59.999Z"},
      {"overlapping windows",
       "UTC",
       {"daily 08:00-12:00", "Tue 07:00-09:00"},
       "2026-11-24T00:00:00Z",
       "2026-11-24T07:00:00Z"},
      {"the longer of two overlapping",
       "UTC",
       {"Tue 07:00-09:00", "daily 08:00-12:00"},
       "2026-11-24T11:00:00Z",
       "2026-11-24T11:00:00Z"},
  });
}

TEST_CASE("a window may cross midnight and the year") {
  const char* berlin = "Europe/Berlin";
  check({
      {"before midnight", berlin, {"Thu 22:00-02:00"}, "2026-12-31T23:30:00+01:00", "2026-12-31T23:30:00+01:00"},
      {"after midnight", berlin, {"Thu 22:00-02:00"}, "2027-01-01T01:59:59+01:00", "2027-01-01T01:59:59+01:00"},
      {"at its close", berlin, {"Thu 22:00-02:00"}, "2027-01-01T02:00:00+01:00", "2027-01-07T22:00:00+01:00"},
      {"belongs to the day it opens on",
       berlin,
       {"Fri 22:00-02:00"},
       "2027-01-01T01:00:00+01:00",
       "2027-01-01T22:00:00+01:00"},
      {"Sunday into Monday", berlin, {"Sun 23:00-01:00"}, "2026-11-23T00:30:00+01:00", "2026-11-23T00:30:00+01:00"},
      {"to the next year's first",
       berlin,
       {"Fri 07:00-09:00"},
       "2026-12-26T00:00:00+01:00",
       "2027-01-01T07:00:00+01:00"},
      {"leap day", "UTC", {"Tue 07:00-09:00"}, "2028-02-28T00:00:00Z", "2028-02-29T07:00:00Z"},
  });
}

TEST_CASE("on the night that skips an hour a window keeps to the wall clock") {
  const char* ny = "America/New_York";
  const char* berlin = "Europe/Berlin";
  const char* lord_howe = "Australia/Lord_Howe";  // 02:00 becomes 02:30
  check({
      {"opens before", ny, {"Sun 01:30-03:30"}, "2026-03-08T00:00:00-05:00", "2026-03-08T01:30:00-05:00"},
      {"still open after", ny, {"Sun 01:30-03:30"}, "2026-03-08T03:15:00-04:00", "2026-03-08T03:15:00-04:00"},
      {"opens in the gap", ny, {"Sun 02:30-03:30"}, "2026-03-08T00:00:00-05:00", "2026-03-08T03:00:00-04:00"},
      {"closes in the gap", ny, {"Sun 01:30-02:30"}, "2026-03-08T03:00:00-04:00", "2026-03-15T01:30:00-04:00"},
      {"closes in the gap and is open before",
       ny,
       {"Sun 01:30-02:30"},
       "2026-03-08T01:59:59-05:00",
       "2026-03-08T01:59:59-05:00"},
      {"lies in the gap", ny, {"daily 02:15-02:45"}, "2026-03-07T02:45:00-05:00", "2026-03-09T02:15:00-04:00"},
      {"is the gap", ny, {"daily 02:00-03:00"}, "2026-03-07T03:00:00-05:00", "2026-03-09T02:00:00-04:00"},
      {"opens at the gap's end", ny, {"Sun 03:00-04:00"}, "2026-03-08T00:00:00-05:00", "2026-03-08T03:00:00-04:00"},
      {"crosses midnight into it", ny, {"Sat 22:00-02:30"}, "2026-03-08T01:59:00-05:00", "2026-03-08T01:59:00-05:00"},
      {"crosses midnight and closes in it",
       ny,
       {"Sat 22:00-02:30"},
       "2026-03-08T03:00:00-04:00",
       "2026-03-14T22:00:00-04:00"},
      {"crosses midnight over it", ny, {"Sat 22:00-03:30"}, "2026-03-08T03:29:00-04:00", "2026-03-08T03:29:00-04:00"},
      {"shorter than the gap", berlin, {"Sun 02:15-02:45"}, "2026-03-29T00:00:00+01:00", "2026-04-05T02:15:00+02:00"},
      {"later that day", berlin, {"Sun 07:00-09:00"}, "2026-03-29T00:00:00+01:00", "2026-03-29T07:00:00+02:00"},
      {"half an hour, opening in it",
       lord_howe,
       {"Sun 02:15-02:45"},
       "2026-10-04T00:00:00+10:30",
       "2026-10-04T02:30:00+11:00"},
      {"half an hour, lying in it",
       lord_howe,
       {"Sun 02:05-02:25"},
       "2026-10-04T00:00:00+10:30",
       "2026-10-11T02:05:00+11:00"},
      {"a zone without such nights",
       "Asia/Tokyo",
       {"Sun 02:15-02:45"},
       "2026-03-08T00:00:00+09:00",
       "2026-03-08T02:15:00+09:00"},
      {"midnight itself is skipped",
       "Africa/Cairo",
       {"Fri 00:15-01:30"},
       "2026-04-23T12:00:00+02:00",
       "2026-04-24T01:00:00+03:00"},
  });
}

TEST_CASE("on the night that repeats an hour a window is open at both of its times") {
  const char* ny = "America/New_York";
  const char* berlin = "Europe/Berlin";
  const char* lord_howe = "Australia/Lord_Howe";  // 02:00 becomes 01:30
  check({
      {"opens at the first", ny, {"Sun 01:30-02:30"}, "2026-11-01T00:00:00-04:00", "2026-11-01T01:30:00-04:00"},
      {"pauses at the step back", ny, {"Sun 01:30-02:30"}, "2026-11-01T01:00:00-05:00", "2026-11-01T01:30:00-05:00"},
      {"goes on at the second", ny, {"Sun 01:30-02:30"}, "2026-11-01T02:29:00-05:00", "2026-11-01T02:29:00-05:00"},
      {"closes at the second", ny, {"Sun 00:30-01:30"}, "2026-11-01T01:29:59-05:00", "2026-11-01T01:29:59-05:00"},
      {"is closed after the second", ny, {"Sun 00:30-01:30"}, "2026-11-01T01:30:00-05:00", "2026-11-08T00:30:00-05:00"},
      {"is closed between the two", ny, {"Sun 01:15-01:45"}, "2026-11-01T01:45:00-04:00", "2026-11-01T01:15:00-05:00"},
      {"closes where the hour begins",
       ny,
       {"Sun 00:00-01:00"},
       "2026-11-01T01:00:00-04:00",
       "2026-11-08T00:00:00-05:00"},
      {"opens where the hour ended", ny, {"Sun 02:00-03:00"}, "2026-11-01T01:59:59-04:00", "2026-11-01T02:00:00-05:00"},
      {"covers both", ny, {"Sun 01:00-02:00"}, "2026-11-01T01:59:59-05:00", "2026-11-01T01:59:59-05:00"},
      {"crosses midnight over it", ny, {"Sat 22:00-02:30"}, "2026-11-01T02:29:00-05:00", "2026-11-01T02:29:00-05:00"},
      {"in Berlin", berlin, {"Sun 02:15-02:45"}, "2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00"},
      {"half an hour", lord_howe, {"Sun 01:40-01:50"}, "2026-04-05T01:50:00+11:00", "2026-04-05T01:40:00+10:30"},
      {"the day before comes back for a while",
       "America/St_Johns",
       {"Sat 23:30-23:45"},
       "2010-11-07T00:00:30-02:30",
       "2010-11-06T23:30:00-03:30"},
  });
}

TEST_CASE("a gap spaces stories across windows and clock changes") {
  const Plan plan{.timezone = "America/New_York",
                  .windows = windows({"Tue-Thu 07:00-09:00", "Tue-Thu 19:00-21:00"}),
                  .min_gap = hours(20),
                  .max_per_day = 1};
  CHECK(texts(slots(plan, {}, at("2026-11-24T20:30:00-05:00"), 6)) ==
        texts({at("2026-11-24T20:30:00-05:00"), at("2026-11-25T19:00:00-05:00"), at("2026-11-26T19:00:00-05:00"),
               at("2026-12-01T07:00:00-05:00"), at("2026-12-02T07:00:00-05:00"), at("2026-12-03T07:00:00-05:00")}));

  const Plan drifting{
      .timezone = "Europe/Berlin", .windows = windows({"daily 06:00-22:00"}), .min_gap = hours(20), .max_per_day = 1};
  CHECK(texts(slots(drifting, {}, at("2026-03-27T21:00:00+01:00"), 5)) ==
        texts({at("2026-03-27T21:00:00+01:00"), at("2026-03-28T17:00:00+01:00"), at("2026-03-29T14:00:00+02:00"),
               at("2026-03-30T10:00:00+02:00"), at("2026-03-31T06:00:00+02:00")}));
}

TEST_CASE("a gap counts from the moment a story was sent") {
  const Plan plan{.timezone = "UTC", .windows = windows({"daily 07:00-09:00"}), .min_gap = hours(24), .max_per_day = 9};
  const History history{{at("2026-11-24T08:30:00Z")}};
  CHECK(text(next_slot(plan, history, at("2026-11-24T08:31:00Z"))) == "2026-11-25T08:30:00Z");
  CHECK(text(next_slot(plan, history, at("2026-11-25T08:29:59.999Z"))) == "2026-11-25T08:30:00Z");
  CHECK(text(next_slot(plan, history, at("2026-11-25T08:45:00Z"))) == "2026-11-25T08:45:00Z");
}

TEST_CASE("the limit of a day holds across its windows until local midnight") {
  const Plan plan{.timezone = "America/New_York",
                  .windows = windows({"daily 07:00-08:00", "daily 22:00-02:00"}),
                  .min_gap = {},
                  .max_per_day = 2};
  CHECK(texts(slots(plan, {}, at("2026-11-24T07:30:00-05:00"), 6)) ==
        texts({at("2026-11-24T07:30:00-05:00"), at("2026-11-24T07:30:00-05:00"), at("2026-11-25T00:00:00-05:00"),
               at("2026-11-25T00:00:00-05:00"), at("2026-11-26T00:00:00-05:00"), at("2026-11-26T00:00:00-05:00")}));
}

TEST_CASE("the limit of a day ends at midnight also on the days of 23 and 25 hours") {
  struct Day {
    const char* timezone;
    const char* sent;
    const char* slot;
  };
  for (const Day& day : {Day{"America/New_York", "2026-03-08T00:30:00-05:00", "2026-03-09T00:00:00-04:00"},
                         Day{"America/New_York", "2026-11-01T00:30:00-04:00", "2026-11-02T00:00:00-05:00"},
                         Day{"Australia/Lord_Howe", "2026-10-04T00:30:00+10:30", "2026-10-05T00:00:00+11:00"},
                         Day{"Africa/Cairo", "2026-04-23T12:00:00+02:00", "2026-04-24T01:00:00+03:00"},
                         Day{"Pacific/Apia", "2011-12-29T12:00:00-10:00", "2011-12-31T00:00:00+14:00"}}) {
    CAPTURE(day.sent);
    Plan plan = open_plan(day.timezone, {"daily 00:00-24:00"});
    plan.max_per_day = 1;
    CHECK(text(next_slot(plan, {{at(day.sent)}}, at(day.sent))) == text(at(day.slot)));
  }
}

TEST_CASE("without a gap and with room in the day every slot is now") {
  const Plan plan{.timezone = "UTC", .windows = windows({"daily 07:00-09:00"}), .min_gap = {}, .max_per_day = 3};
  CHECK(texts(slots(plan, {}, at("2026-11-24T08:00:00Z"), 4)) ==
        texts({at("2026-11-24T08:00:00Z"), at("2026-11-24T08:00:00Z"), at("2026-11-24T08:00:00Z"),
               at("2026-11-25T07:00:00Z")}));
}

TEST_CASE("a story in a future that was taken back keeps its distance there and not here") {
  const Plan plan{.timezone = "UTC", .windows = windows({"daily 00:00-24:00"}), .min_gap = hours(20), .max_per_day = 1};
  const auto now = at("2026-11-24T12:00:00Z");
  CHECK(text(next_slot(plan, {{at("2026-11-24T13:00:00Z")}}, now)) == "2026-11-25T09:00:00Z");
  CHECK(text(next_slot(plan, {{at("2030-11-24T13:00:00Z")}}, now)) == "2026-11-24T12:00:00Z");
  CHECK(text(next_slot(plan, {{at("2026-11-24T10:00:00Z"), at("2030-11-24T13:00:00Z")}}, now)) ==
        "2026-11-25T06:00:00Z");
}

TEST_CASE("a plan whose windows never open has no slot") {
  const auto now = at("2026-11-24T12:00:00Z");
  CHECK(text(next_slot(open_plan("UTC", {}), {}, now)) == "never");
  Plan no_day = open_plan("UTC", {"daily 07:00-09:00"});
  no_day.windows.front().days.reset();
  CHECK(text(next_slot(no_day, {}, now)) == "never");
  CHECK(slots(no_day, {}, now, 3).empty());
}

TEST_CASE("a gap longer than the horizon still ends") {
  Plan plan = open_plan("UTC", {"daily 07:00-09:00"});
  plan.min_gap = hours(24 * 366 * 3);
  CHECK(text(next_slot(plan, {{at("2026-11-24T08:00:00Z")}}, at("2026-11-24T08:00:00Z"))) == "2029-11-26T08:00:00Z");
}

TEST_CASE("a year of slots is a matter of milliseconds") {
  const Plan plan{.timezone = "America/New_York",
                  .windows = windows({"Tue-Thu 07:00-09:00", "Tue-Thu 19:00-21:00", "Mon,Fri 12:00-13:00"}),
                  .min_gap = hours(20),
                  .max_per_day = 1};
  REQUIRE(next_slot(plan, {}, at("2026-11-24T12:00:00Z")));  // reads the time zone database, once
  const auto begin = std::chrono::steady_clock::now();
  CHECK(slots(plan, {}, at("2026-11-24T12:00:00Z"), 260).size() == 260);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  MESSAGE("260 slots in " << took.count() << " us");
  CHECK(took < std::chrono::milliseconds(250));  // without optimisation, under a sanitizer, on a busy machine
}
