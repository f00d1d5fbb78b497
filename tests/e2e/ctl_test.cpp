#include <doctest/doctest.h>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

TEST_CASE("a file that is added by hand is published once") {
  World world;
  world.daemon.start();
  const std::filesystem::path file = world.directory / "by-hand.md";
  world.write(file, "# By hand\n\n![A pixel](pixel.png)\n");
  world.write(world.directory / "pixel.png", tiny_png());
  world.daemon.ask({"add", file.string()});
  world.await_state("By hand", "published");
  CHECK(world.sandbox.count("POST /images") == 1);
  world.daemon.ctl({"add", file.string()});
  CHECK(world.daemon.ctl({"add", (world.directory / "none.md").string()}).status != 0);
  // What is sent after that shows that nothing else was waiting to be sent.
  world.drop_post("Last");
  world.await_state("Last", "published");
  CHECK(world.posts_sent() == 2);
}

TEST_CASE("events are followed as they happen") {
  World world;
  world.daemon.start();
  mediumsync::support::Process follower({MEDIUMSYNC_BINARY_DIR "/mediumsyncctl", "--socket",
                                         world.daemon.socket().string(), "--json", "events", "--follow"});
  world.drop_post("One");
  world.await("it is told", [&] { return contains(follower.output(), "\"kind\":\"published\""); });
  CHECK(world.daemon.stop() == 0);
  const auto ended = follower.wait(std::chrono::seconds(10));
  REQUIRE(ended);
  CHECK(ended->status == 3);
}

TEST_CASE("offline verbs need no daemon") {
  const World world;
  const std::string file = (world.folder() / "post.md").string();
  world.drop("post.md", "---\ntitle: Offline\ntags: [one]\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
  const Json checked = world.daemon.ask({"check", file});
  CHECK(checked.at("files").at(0).at("ok") == true);
  CHECK(checked.at("files").at(0).at("title") == "Offline");
  const Json rendered = world.daemon.ask({"render", file});
  CHECK(contains(rendered.at("html"), "<h1>Offline</h1>"));
  CHECK(rendered.at("tags") == Json::array({"one"}));
  world.drop("broken.md", "---\ntitle: [\n---\n");
  const Ran broken = world.daemon.ctl({"check", (world.folder() / "broken.md").string()});
  CHECK(broken.status == 1);
  CHECK(contains(broken.output + broken.errors, "broken.md:"));
}

TEST_CASE("the same post dropped twice is published once and said") {
  World world;
  world.daemon.start();
  world.drop("first.md", "# Same\n\nThe same text.\n");
  world.await_state("Same", "published");
  world.drop("second.md", "# Same\n\nThe same text.\n");
  world.await("the second is shown", [&] { return world.posts().size() == 2; });
  const Json skipped = world.daemon.ask({"list", "--state", "skipped"}).at("posts");
  REQUIRE(skipped.size() == 1);
  CHECK(contains(skipped.at(0).at("origin"), "second.md"));
  CHECK(!skipped.at(0).at("reason").is_null());
  CHECK(world.posts_sent() == 1);
}

TEST_CASE("posts wait for a Medium that can't be reached") {
  World world;
  world.daemon.start();
  world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
  world.sandbox.stop();
  world.drop_post("Patient");
  world.await("the account waits", [&] { return world.account().at("state") == "paused"; });
  CHECK(world.state("Patient") == "queued");
  CHECK(!world.account().at("reason").is_null());
  const mediumsync::sandbox::SandboxProcess again({"--port", std::to_string(world.sandbox.port())});
  world.daemon.ask({"resume", "main"});
  world.await_state("Patient", "published");
  CHECK(again.count(posts_route) == 1);
}
