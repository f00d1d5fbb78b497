#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>

#include "core/time.hpp"
#include "e2e/world.hpp"

using namespace mediumsync::e2e;
using mediumsync::core::parse_rfc3339;

TEST_CASE("the eleventh post of a day waits until the first is a day old") {
  World world;
  for (int number = 1; number <= 11; ++number) world.drop_post("Post " + std::to_string(number));
  world.daemon.start();
  world.await("ten are published", [&] { return world.daemon.ask({"status"}).at("counts").at("published") == 10; });
  CHECK(world.posts_sent() == 10);
  const Json waiting = world.daemon.ask({"list", "--state", "queued"}).at("posts");
  REQUIRE(waiting.size() == 1);
  std::string first = "9999";
  const Json published = world.daemon.ask({"list", "--state", "published"}).at("posts");
  for (const Json& post : published) first = std::min(first, post.at("published_at").get<std::string>());
  const auto due = parse_rfc3339(waiting.at(0).at("due").get<std::string>());
  const auto begun = parse_rfc3339(first);
  REQUIRE(due);
  REQUIRE(begun);
  // The day is counted from when the first was sent, which is a moment before it was published.
  CHECK(*due >= *begun + std::chrono::hours(24) - std::chrono::seconds(2));
  CHECK(*due <= *begun + std::chrono::hours(25));
  const Json account = world.account();
  CHECK(account.at("state") == "ready");
  CHECK(account.at("quota").at("used") == 10);
}
