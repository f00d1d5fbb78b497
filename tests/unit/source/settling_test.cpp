#include "source/settling.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace mediumsync;
using namespace std::chrono_literals;

namespace {

constexpr core::TimePoint noon{std::chrono::hours(12)};

fs::Stamp changed_at(core::TimePoint time, std::int64_t size = 1) {
  return {.size = size, .changed_ns = std::chrono::nanoseconds(time.time_since_epoch()).count()};
}

}  // namespace

TEST_CASE("a file has settled once nothing has changed for the settle time") {
  source::Settling settling(2s);
  CHECK_FALSE(settling.has_settled("a.md", changed_at(noon), noon));
  CHECK(settling.next() == noon + 2s);
  CHECK_FALSE(settling.due(noon + 1s));
  CHECK_FALSE(settling.has_settled("a.md", changed_at(noon + 1s, 2), noon + 1s));
  CHECK(settling.next() == noon + 3s);
  CHECK(settling.due(noon + 3s) == "a.md");
  CHECK(settling.has_settled("a.md", changed_at(noon + 1s, 2), noon + 3s));
  CHECK(settling.empty());
  CHECK_FALSE(settling.next());
}

TEST_CASE("a file that was left alone before anybody looked has settled at once") {
  source::Settling settling(2s);
  CHECK(settling.has_settled("a.md", changed_at(noon - 1h), noon));
  CHECK(settling.empty());
}

TEST_CASE("a file from the future waits no longer than any other") {
  source::Settling settling(2s);
  const fs::Stamp stamp = changed_at(noon + 24h);
  CHECK_FALSE(settling.has_settled("a.md", stamp, noon));
  CHECK_FALSE(settling.has_settled("a.md", stamp, noon + 1s));
  CHECK(settling.has_settled("a.md", stamp, noon + 2s));
}

TEST_CASE("files come up in the order of their changes") {
  source::Settling settling(2s);
  for (const auto& [path, after] : {std::pair("c.md", 0ms), std::pair("a.md", 20ms), std::pair("b.md", 10ms)})
    CHECK_FALSE(settling.has_settled(path, changed_at(noon + after), noon + 100ms));
  std::vector<std::string> order;
  while (const auto path = settling.due(noon + 1h)) {
    order.push_back(*path);
    settling.forget(*path);
  }
  CHECK(order == std::vector<std::string>{"c.md", "b.md", "a.md"});
  CHECK(settling.empty());
}

TEST_CASE("a file that was changed while it was read waits again whatever it looks like") {
  source::Settling settling(2s);
  settling.begin_anew("a.md", noon);
  CHECK(settling.next() == noon + 2s);
  CHECK_FALSE(settling.has_settled("a.md", changed_at(noon), noon + 1s));
  CHECK(settling.has_settled("a.md", changed_at(noon), noon + 2s));
}
