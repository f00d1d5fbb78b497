#include "schedule/window.hpp"

#include <doctest/doctest.h>

#include "times.hpp"

using namespace mediumsync::schedule;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_CASE("windows are read as people write them") {
  struct Row {
    const char* text;
    const char* days;  // Monday first
    seconds opens;
    seconds closes;
    const char* canonical;
  };
  const std::vector<Row> rows{
      {"Tue-Thu 07:00-09:00", "0111000", hours(7), hours(9), "Tue-Thu 07:00-09:00"},
      {"daily 00:00-24:00", "1111111", hours(0), hours(24), "daily 00:00-24:00"},
      {"DAILY 06:30-06:45", "1111111", hours(6) + minutes(30), hours(6) + minutes(45), "daily 06:30-06:45"},
      {"Mon-Sun 01:00-02:00", "1111111", hours(1), hours(2), "daily 01:00-02:00"},
      {"tuesday 19:00-21:00", "0100000", hours(19), hours(21), "Tue 19:00-21:00"},
      {"Mon,Wed 08:00:30-09:00", "1010000", hours(8) + seconds(30), hours(9), "Mon,Wed 08:00:30-09:00"},
      {"Fri-Mon 22:00-02:00", "1000111", hours(22), hours(2), "Fri-Mon 22:00-02:00"},
      {"Sun,Sat 10:00-11:00", "0000011", hours(10), hours(11), "Sat,Sun 10:00-11:00"},
      {"Mon-Wed,Fri 23:59:59-00:00", "1110100", hours(24) - seconds(1), hours(0), "Mon-Wed,Fri 23:59:59-00:00"},
      {"  Tues , Thurs   07:00 - 09:00  ", "0101000", hours(7), hours(9), "Tue,Thu 07:00-09:00"},
      {"Wed-Wed 10:00-11:00", "0010000", hours(10), hours(11), "Wed 10:00-11:00"},
      {"Mon,daily 10:00-11:00", "1111111", hours(10), hours(11), "daily 10:00-11:00"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto window = parse_window(row.text);
    REQUIRE(window);
    std::string days;
    for (std::size_t i = 0; i < 7; ++i) days += window->days.test(i) ? '1' : '0';
    CHECK(days == row.days);
    CHECK(window->opens == row.opens);
    CHECK(window->closes == row.closes);
    CHECK(to_string(*window) == row.canonical);
    CHECK(parse_window(row.canonical) == window);
  }
}

TEST_CASE("every set of days survives being written and read") {
  for (unsigned long bits = 1; bits < 128; ++bits) {
    const Window window{.days = Days(bits), .opens = hours(7), .closes = hours(9)};
    CAPTURE(to_string(window));
    CHECK(parse_window(to_string(window)) == window);
  }
}

TEST_CASE("a mistake in a window is pointed at") {
  struct Row {
    const char* text;
    std::size_t offset;
    const char* message;  // a part of it
  };
  const std::vector<Row> rows{
      {"", 0, "a day is missing"},
      {"07:00-09:00", 0, "a day is missing"},
      {"Tus 07:00-09:00", 0, "'Tus' is not a day"},
      {"Mo 07:00-09:00", 0, "'Mo' is not a day"},
      {"Mon,Funday 07:00-09:00", 4, "'Funday' is not a day"},
      {"Mon- 07:00-09:00", 5, "a day is missing"},
      {"Mon-daily 07:00-09:00", 4, "'daily' is not a day"},
      {"Mon", 3, "the times are missing"},
      {"Mon 7:00-09:00", 4, "HH:MM"},
      {"Mon 0700-0900", 4, "HH:MM"},
      {"Mon 07:00", 9, "closing time"},
      {"Mon 07:00-", 10, "the times are missing"},
      {"Mon 07:00-9", 10, "HH:MM"},
      {"Mon 07:60-09:00", 4, "'07:60' is not a time of day"},
      {"Mon 07:00-24:01", 10, "'24:01' is not a time of day"},
      {"Mon 07:00-25:00", 10, "'25:00' is not a time of day"},
      {"Mon 07:00:60-09:00", 4, "'07:00:60' is not a time of day"},
      {"Mon 24:00-09:00", 4, "can't open at 24:00"},
      {"Mon 07:00-07:00", 10, "for the whole day write 00:00-24:00"},
      {"Mon 07:00-09:00 daily", 16, "nothing may follow"},
      {"Mon 07:00-09:00:00:00", 10, "HH:MM"},
      {"Mon 07:00\u201309:00", 9, "closing time"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto window = parse_window(row.text);
    REQUIRE_FALSE(window);
    CHECK(window.error().offset == row.offset);
    CHECK(window.error().message.find(row.message) != std::string::npos);
  }
}
