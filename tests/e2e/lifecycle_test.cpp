#include <chrono>
#include <csignal>
#include <doctest/doctest.h>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

Ran check_config(const std::filesystem::path& file) {
  return mediumsync::support::run({MEDIUMSYNC_BINARY_DIR "/mediumsyncd", "--config", file.string(), "--check-config"});
}

}  // namespace

TEST_CASE("a second daemon on the same state directory ends at once and names the first") {
  World world;
  world.daemon.start();
  const std::string pid = std::to_string(world.daemon.process().pid());
  const auto begun = steady_clock::now();
  const Ran second =
      mediumsync::support::run({MEDIUMSYNC_BINARY_DIR "/mediumsyncd", "--config", world.daemon.config_file().string()});
  CHECK(steady_clock::now() - begun < seconds(1));
  CHECK(second.status == 1);
  CHECK(contains(second.output + second.errors, "(pid " + pid + ")"));
  CHECK(world.daemon.ctl({"status"}).status == 0);
}

TEST_CASE("SIGTERM with a POST under way ends it in time and leaves the post in doubt") {
  World world;
  world.daemon.start();
  world.next_posts_meet("hang_after");
  world.drop_post("Hanging");
  world.drop_post("Other");
  world.await("the POST hangs", [&] { return world.sandbox.count("hanging") == 1; });
  const auto begun = steady_clock::now();
  CHECK(world.daemon.stop() == 0);
  CHECK(steady_clock::now() - begun < seconds(15));
  CHECK(world.posts_sent() == 1);
  world.daemon.start();
  world.await("the other is published", [&] { return world.daemon.ask({"status"}).at("counts").at("published") == 1; });
  CHECK(world.daemon.ask({"status"}).at("counts").at("in_doubt") == 1);
  CHECK(world.posts_sent() == 2);
}

TEST_CASE("SIGTERM waits for an answer that comes in time") {
  World world;
  world.sandbox.post("/faults", {{"fault", "delay"}, {"delay_ms", 1500}, {"match", "posts"}, {"count", 1}});
  world.daemon.start();
  world.drop_post("Slow");
  world.await("the POST has come", [&] { return world.posts_sent() == 1; });
  CHECK(world.daemon.stop() == 0);
  world.daemon.start();
  CHECK(world.state("Slow") == "published");
  CHECK(world.posts_sent() == 1);
}

TEST_CASE("a broken configuration is refused with its places and the old one stays") {
  World world;
  world.daemon.start();
  const std::string file = world.daemon.config_file().string();
  world.configure({.status = "publik", .folder = "setle = \"1s\"\n"});
  const Ran reload = world.daemon.ctl({"reload"});
  CHECK(reload.status == 1);
  CHECK(contains(reload.errors, file + ":"));
  CHECK(contains(reload.errors, "publik"));
  CHECK(contains(reload.errors, "setle"));
  world.daemon.process().signal(SIGHUP);
  world.await("it is said", [&] { return contains(world.daemon.log(), "configuration refused"); });
  world.drop_post("One");
  world.await_state("One", "published");
  CHECK(world.stories("One").front().at("status") == "public");

  const Ran checked = check_config(world.daemon.config_file());
  CHECK(checked.status == 1);
  CHECK(contains(checked.errors, "publik"));
  CHECK(contains(checked.errors, "did you mean"));
  world.configure({.status = "draft"});
  CHECK(check_config(world.daemon.config_file()).status == 0);
  world.daemon.ask({"reload"});
  world.drop_post("Two");
  world.await_state("Two", "published");
  CHECK(world.stories("Two").front().at("status") == "draft");
}

TEST_CASE("a restart finds what was dropped while the daemon was down") {
  World world;
  world.daemon.start();
  world.drop_post("Before");
  world.await_state("Before", "published");
  REQUIRE(world.daemon.stop() == 0);
  world.drop_post("Meanwhile");
  world.daemon.start();
  world.await_state("Meanwhile", "published");
  CHECK(world.posts().size() == 2);
  CHECK(world.posts_sent() == 2);
}
