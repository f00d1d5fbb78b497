#include "sandbox/model/quota.hpp"

#include <doctest/doctest.h>

#include "unit/sandbox/seeded.hpp"

using namespace mediumsync::sandbox;
using namespace std::chrono_literals;

TEST_CASE("ten posts count from the first and a new day begins 24 hours after it") {
  std::optional<QuotaWindow> quota;
  for (int i = 0; i < 10; ++i) {
    const Instant at = test::noon + i * 1h;
    CHECK_FALSE(exhausted(quota, 10, 24h, at));
    quota = count_post(quota, 24h, at);
  }
  CHECK(quota->first == test::noon);
  CHECK(exhausted(quota, 10, 24h, test::noon + 10h));
  CHECK(exhausted(quota, 10, 24h, test::noon + 24h - 1ms));
  CHECK_FALSE(exhausted(quota, 10, 24h, test::noon + 24h));
  CHECK(count_post(quota, 24h, test::noon + 24h).used == 1);
}

TEST_CASE("the eleventh post is refused and refused posts do not count") {
  State state = test::seeded();
  const Request good = test::post_to(test::own_posts(state), test::complete_post());
  const Request bad = test::post_to(test::own_posts(state), Json::object());
  for (int i = 0; i < 10; ++i) {
    CHECK(answer_api(bad, state, test::noon).reply.status == 400);
    CHECK(answer_api(good, state, test::noon).reply.status == 201);
  }
  const Reply refused = answer_api(good, state, test::noon + 23h).reply;
  CHECK(refused.status == 429);
  CHECK(test::code_of(refused) == -1);
  CHECK(refused.headers.empty());
  CHECK(state.stories().size() == 10);
  CHECK(answer_api(good, state, test::noon + 24h).reply.status == 201);
}
