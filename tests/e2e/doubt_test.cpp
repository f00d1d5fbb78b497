#include <array>
#include <doctest/doctest.h>
#include <string>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

struct Row {
  std::string fault;
  std::string status;
};

const std::array<Row, 8> rows{{{"close_after", "public"},
                               {"close_after", "draft"},
                               {"reset_after", "public"},
                               {"reset_after", "draft"},
                               {"reset_mid_body", "public"},
                               {"reset_mid_body", "draft"},
                               {"hang_after", "public"},
                               {"hang_after", "draft"}}};

// Drops a post that meets the fault, and sees it in doubt.
void drop_into_doubt(const World& world, const std::string& title, const std::string& fault) {
  world.next_posts_meet(fault);
  world.drop_post(title);
  world.await_state(title, "in_doubt");
  const Json post = world.post(title);
  CHECK(contains(post.at("reason"), "mediumsyncctl resolve " + post.at("id").dump()));
  CHECK(contains(world.daemon.ctl({"status"}).output, "in doubt"));
  CHECK(world.daemon.ctl({"status", "--check"}).status == 4);
}

}  // namespace

TEST_CASE("a POST whose answer never comes is counted once and in doubt until a person says what became of it") {
  for (const Row& row : rows) {
    CAPTURE(row.fault);
    CAPTURE(row.status);
    World world({.status = row.status, .account = "timeout = \"1s\"\n"});
    world.daemon.start();
    world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
    // GETs have used a connection by now, which is what makes libcurl send again by itself.
    REQUIRE(world.daemon.ctl({"verify"}).status == 0);
    drop_into_doubt(world, "Doubtful", row.fault);
    CHECK(world.posts_sent() == 1);

    REQUIRE(world.daemon.stop() == 0);
    world.daemon.start();
    CHECK(world.state("Doubtful") == "in_doubt");
    world.daemon.ask({"resume"});
    drop_into_doubt(world, "Second", row.fault);
    CHECK(world.posts_sent() == 2);

    world.daemon.ask(
        {"resolve", world.id("Doubtful"), "--published", "https://medium.com/@jane/doubtful-0123456789ab"});
    CHECK(world.state("Doubtful") == "published");
    CHECK(world.post("Doubtful").at("url") == "https://medium.com/@jane/doubtful-0123456789ab");
    world.daemon.ask({"resume"});
    world.daemon.ask({"resolve", world.id("Second"), "--not-published"});
    world.await_state("Second", "published");
    // What is sent after that shows that nothing else was waiting to be sent.
    world.drop_post("Last");
    world.await_state("Last", "published");
    CHECK(world.posts_sent() == 4);
    CHECK(world.stories("Last").size() == 1);
  }
}
