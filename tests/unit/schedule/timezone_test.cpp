#include <doctest/doctest.h>

#include "times.hpp"

using namespace mediumsync;
using namespace mediumsync::schedule;

TEST_CASE("time zones are known by their IANA names") {
  for (const auto* name : {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC", "US/Eastern"}) {
    CAPTURE(name);
    CHECK(known_timezone(name));
  }
  for (const auto* name : {"", "America", "america/new_york", "New York", "Europe/Berlin ", "../../etc/passwd"}) {
    CAPTURE(name);
    CHECK_FALSE(known_timezone(name));
  }
}

TEST_CASE("a mistyped time zone finds its neighbours") {
  struct Row {
    const char* typed;
    const char* meant;
  };
  for (const Row& row :
       {Row{"America/NewYork", "America/New_York"}, Row{"europe/berlin", "Europe/Berlin"},
        Row{"Berlin", "Europe/Berlin"}, Row{"new york", "America/New_York"}, Row{"Europe/Zurch", "Europe/Zurich"}}) {
    CAPTURE(row.typed);
    const auto nearest = nearest_timezones(row.typed, 3);
    REQUIRE_FALSE(nearest.empty());
    CHECK(nearest.size() <= 3);
    CHECK(nearest.front() == row.meant);
  }
  CHECK(nearest_timezones("complete nonsense beyond help", 3).empty());
}

TEST_CASE("a plan in an unknown time zone throws") {
  const Plan plan{.timezone = "Mars/Olympus", .windows = windows({"daily 07:00-09:00"})};
  CHECK_THROWS_AS(next_slot(plan, {}, at("2026-11-24T12:00:00Z")), std::runtime_error);
}
