#include "config/quantity.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace mediumsync::config;
using std::chrono::milliseconds;

TEST_CASE("durations are read as people write them") {
  struct Row {
    const char* text;
    milliseconds duration;
    const char* canonical;
  };
  for (const Row& row : std::vector<Row>{{"2s", milliseconds(2'000), "2s"},
                                         {"500ms", milliseconds(500), "500ms"},
                                         {"1h", milliseconds(3'600'000), "1h"},
                                         {"20h", milliseconds(72'000'000), "20h"},
                                         {"1h30m", milliseconds(5'400'000), "1h30m"},
                                         {"90m", milliseconds(5'400'000), "1h30m"},
                                         {"1d", milliseconds(86'400'000), "1d"},
                                         {"1d2h3m4s5ms", milliseconds(93'784'005), "1d2h3m4s5ms"},
                                         {"0", milliseconds(0), "0s"},
                                         {"0s", milliseconds(0), "0s"}}) {
    CAPTURE(row.text);
    const auto duration = parse_duration(row.text);
    REQUIRE(duration);
    CHECK(*duration == row.duration);
    CHECK(duration_text(*duration) == row.canonical);
  }
}

TEST_CASE("a mistake in a duration is pointed at") {
  struct Row {
    const char* text;
    std::size_t offset;
    const char* message;  // a part of it
  };
  for (const Row& row : std::vector<Row>{{"", 0, "must be a duration"},
                                         {"soon", 0, "must be a duration"},
                                         {"-2h", 0, "must not be negative"},
                                         {"30", 2, "needs a unit"},
                                         {"30 s", 2, "needs a unit"},
                                         {"30sec", 2, "needs a unit"},
                                         {"1.5h", 1, "needs a unit"},
                                         {"1H", 1, "needs a unit"},
                                         {"1h 30m", 2, "must be a duration"},
                                         {"30m1h", 3, "larger units first"},
                                         {"1h1h", 2, "larger units first"}}) {
    CAPTURE(row.text);
    const auto duration = parse_duration(row.text);
    REQUIRE_FALSE(duration);
    CHECK(duration.error().offset == row.offset);
    CHECK(duration.error().message.find(row.message) != std::string::npos);
  }
}

TEST_CASE("an absurd duration does not overflow") {
  const auto duration = parse_duration("99999999999999999999999d99999999999999999999999h");
  REQUIRE(duration);
  CHECK(*duration > std::chrono::days(365'000'000));
}

TEST_CASE("sizes are read as people write them") {
  struct Row {
    const char* text;
    std::size_t size;
    const char* canonical;
  };
  for (const Row& row : std::vector<Row>{{"16MiB", 16U << 20, "16MiB"},
                                         {"1 GiB", 1U << 30, "1GiB"},
                                         {"512KiB", 512U << 10, "512KiB"},
                                         {"2MB", 2'000'000, "2000000B"},
                                         {"4096B", 4096, "4KiB"},
                                         {"0B", 0, "0B"}}) {
    CAPTURE(row.text);
    const auto size = parse_size(row.text);
    REQUIRE(size);
    CHECK(*size == row.size);
    CHECK(size_text(*size) == row.canonical);
  }
  for (const auto* text : {"", "MiB", "16", "16M", "16mib", "-1B", "1.5MiB"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_size(text));
  }
}
