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

// A feed can't show what isn't public.
const std::array<Row, 8> rows{{{"close_after", "unlisted"},
                               {"close_after", "draft"},
                               {"reset_after", "unlisted"},
                               {"reset_after", "draft"},
                               {"reset_mid_body", "unlisted"},
                               {"reset_mid_body", "draft"},
                               {"hang_after", "unlisted"},
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

    const Ran of_others = world.daemon.ctl(
        {"resolve", world.id("Doubtful"), "--published", "https://medium.com/@lea/doubtful-0123456789ab"});
    CHECK(of_others.status == 1);
    CHECK(contains(of_others.errors, "that is a story of @lea"));
    CHECK(world.state("Doubtful") == "in_doubt");
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

TEST_CASE("a public story whose answer never comes is found in its author's feed and never sent again") {
  for (const char* fault : {"close_after", "reset_after", "hang_after"}) {
    CAPTURE(fault);
    World world({.status = "public", .account = "timeout = \"1s\"\n"});
    world.daemon.start();
    world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
    drop_into_doubt(world, "Doubtful", fault);
    REQUIRE(world.daemon.stop() == 0);
    world.daemon.start();
    world.await_state("Doubtful", "published");
    CHECK(world.posts_sent() == 1);
    REQUIRE(world.stories("Doubtful").size() == 1);
    CHECK(world.post("Doubtful").at("medium_id") == world.stories("Doubtful").front().at("id"));
    const Json shown = world.daemon.ask({"show", world.id("Doubtful")});
    CHECK(shown.at("attempts").back().at("detail") == "seen in the feed of @jane");
  }
}
