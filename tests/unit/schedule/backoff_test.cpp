#include "schedule/backoff.hpp"

#include <doctest/doctest.h>

using namespace mediumsync;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("a backoff doubles with each failure up to its cap") {
  struct Row {
    int failures;
    core::Duration shortest;
    core::Duration longest;
  };
  const schedule::BackoffPolicy policy{.first = seconds(30), .cap = hours(1)};
  for (const Row& row :
       {Row{1, seconds(15), seconds(30)}, Row{2, seconds(30), seconds(60)}, Row{3, seconds(60), seconds(120)},
        Row{7, seconds(960), seconds(1920)}, Row{8, seconds(1800), seconds(3600)}, Row{9, seconds(1800), seconds(3600)},
        Row{1'000'000, seconds(1800), seconds(3600)}}) {
    CAPTURE(row.failures);
    CHECK(schedule::backoff(policy, row.failures, 0.0) == row.shortest);
    const auto most = schedule::backoff(policy, row.failures, 0.999'999'9);
    CHECK(most <= row.longest);
    CHECK(most >= row.longest - milliseconds(2));
  }
}

TEST_CASE("a backoff never exceeds a cap below its first step") {
  const schedule::BackoffPolicy policy{.first = seconds(30), .cap = seconds(10)};
  CHECK(schedule::backoff(policy, 1, 0.5) == milliseconds(7500));
}

TEST_CASE("a backoff spreads evenly between half and the whole") {
  const schedule::BackoffPolicy policy{.first = seconds(8), .cap = hours(1)};
  CHECK(schedule::backoff(policy, 1, 0.25) == seconds(5));
  CHECK(schedule::backoff(policy, 1, 0.5) == seconds(6));
}
