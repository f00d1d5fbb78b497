#include "core/number.hpp"

#include <cstdint>
#include <doctest/doctest.h>

using namespace mediumsync;

TEST_CASE("a number is the whole of its text or none") {
  CHECK(core::to_number<std::int64_t>("-42") == -42);
  CHECK(core::to_number<std::int64_t>("00000000000000000007") == 7);
  CHECK(core::to_number<std::int64_t>("9223372036854775807") == INT64_MAX);
  for (const char* text : {"", " 1", "1 ", "+1", "1.0", "0x10", "9223372036854775808", "one"}) {
    CAPTURE(text);
    CHECK(core::to_number<std::int64_t>(text) == std::nullopt);
  }
  CHECK(core::to_number<std::uint64_t>("-1") == std::nullopt);
}
