#include "core/time.hpp"

#include <doctest/doctest.h>

namespace mediumsync::core {
namespace {

TEST_CASE("RFC 3339 times with any offset and fraction are read") {
  struct Row {
    const char* text;
    const char* utc;
    int milliseconds;
  };
  const Row rows[] = {
      {"2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z", 0},
      {"1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50Z", 520},
      {"1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z", 0},
      {"1990-12-31T23:59:60Z", "1991-01-01T00:00:00Z", 0},
      {"1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00Z", 0},
      {"1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27Z", 870},
      {"2024-02-29t00:00:00.1234567z", "2024-02-29T00:00:00Z", 123},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59Z", 999},
      {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z", 0},
      {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto time = parse_rfc3339(row.text);
    REQUIRE(time);
    CHECK(format_rfc3339(*time) == row.utc);
    CHECK((*time - std::chrono::floor<std::chrono::seconds>(*time)).count() == row.milliseconds);
  }
}

TEST_CASE("what is not a time of RFC 3339 is refused") {
  for (const char* text :
       {"", "2026-11-24", "2026-11-24 12:00:00Z", "2026-11-24T12:00:00", "2026-11-24T12:00Z", "2026-13-01T00:00:00Z",
        "2023-02-29T00:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T12:60:00Z", "2026-11-24T12:00:61Z",
        "2026-11-24T12:00:60Z", "2026-11-24T12:00:00.Z", "2026-11-24T12:00:00+1:00", "2026-11-24T12:00:00+24:00",
        "2026-11-24T12:00:00Zx", "+026-11-24T12:00:00Z", "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text));
  }
}

TEST_CASE("a time before 1970 is rounded down") {
  CHECK(format_rfc3339(TimePoint{Duration{-1}}) == "1969-12-31T23:59:59Z");
}

TEST_CASE("times beyond four digits of a year are shown as the nearest that has them") {
  CHECK(format_rfc3339(TimePoint::max()) == "9999-12-31T23:59:59Z");
  CHECK(format_rfc3339(TimePoint::min()) == "0000-01-01T00:00:00Z");
}

}  // namespace
}  // namespace mediumsync::core
