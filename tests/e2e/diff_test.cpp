#include <doctest/doctest.h>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

Json attention(const World& world) {
  return world.daemon.ask({"status"}).at("attention");
}

}  // namespace

TEST_CASE("a post whose file changes after publishing drifts until that is settled") {
  World world;
  world.daemon.start();
  world.drop("a.md", "# A story\n\nThe quick brown fox.\n\nIt stays.\n");
  world.await_state("A story", "published");
  const std::string id = world.id("A story");
  const std::string url = world.post("A story").at("url");
  CHECK(contains(world.daemon.ctl({"diff", id}).output, "has not changed since it was sent"));
  CHECK(world.daemon.ctl({"diff", id, "--ack"}).status == 1);
  CHECK(attention(world).empty());

  world.drop("a.md", "# A story\n\nThe slow brown fox.\n\nIt stays.\n\nA new end.\n");
  world.await("the post drifts", [&] { return world.post("A story").at("drifted") == true; });
  CHECK(contains(world.daemon.ctl({"list"}).output, "published (drifted)"));
  CHECK(contains(world.daemon.ctl({"show", id}).output, "mediumsyncctl diff " + id));
  CHECK(world.daemon.ctl({"status", "--check"}).status == 4);
  REQUIRE(attention(world).size() == 1);
  CHECK(contains(attention(world).at(0).at("what"), "A story"));
  CHECK(contains(attention(world).at(0).at("cure"), "mediumsyncctl diff " + id));

  const std::string text = world.daemon.ctl({"diff", id}).output;
  CAPTURE(text);
  CHECK(contains(text, "~ The [-quick-] {+slow+} brown fox."));
  CHECK(contains(text, "+ A new end."));
  CHECK(contains(text, url));
  const Json diff = world.daemon.ask({"diff", id});
  CHECK(diff.at("drifted") == true);
  REQUIRE(diff.at("paragraphs").size() == 4);
  CHECK(diff.at("paragraphs").at(0).at("change") == "same");
  CHECK(diff.at("paragraphs").at(1).at("words").at(1) == Json{{"change", "removed"}, {"text", "quick"}});
  CHECK(diff.at("paragraphs").at(3).at("change") == "added");

  const Json settled = world.daemon.ask({"diff", id, "--ack"});
  CHECK(settled.at("settled") == true);
  CHECK(settled.at("post").at("drifted") == false);
  CHECK(attention(world).empty());
  CHECK(contains(world.daemon.ctl({"events"}).output, "drift-settled post " + id));
  CHECK(contains(world.daemon.ctl({"diff", id}).output, "has not changed"));

  world.drop("a.md", "# A story\n\nThe slow red fox.\n\nIt stays.\n\nA new end.\n");
  world.await("it drifts again", [&] { return world.post("A story").at("drifted") == true; });
  CHECK(contains(world.daemon.ctl({"diff", id}).output, "~ The slow [-brown-] {+red+} fox."));
  CHECK(world.posts_sent() == 1);
}

TEST_CASE("a post that waits has no difference and says why") {
  World world({.folder = "after = \"keep\"\n", .schedule = "windows = [\"Mon 03:00-03:01\"]\n"});
  world.daemon.start();
  world.drop_post("Waiting");
  world.await_state("Waiting", "queued");
  const Ran diff = world.daemon.ctl({"diff", world.id("Waiting")});
  CHECK(diff.status == 0);
  CHECK(contains(diff.output, "has not been sent"));
  const Ran refused = world.daemon.ctl({"diff", world.id("Waiting"), "--ack"});
  CHECK(refused.status == 1);
  CHECK(contains(refused.errors, "has not been sent"));
  CHECK(world.daemon.ctl({"diff", "99"}).status == 1);
}

TEST_CASE("a drifted file that can't be read any more says what is wrong with it") {
  World world;
  world.daemon.start();
  world.drop_post("Sound");
  world.await_state("Sound", "published");
  world.drop("Sound.md", "---\ntitle: [\n---\n\nText.\n");
  world.await("the post drifts", [&] { return world.post("Sound").at("drifted") == true; });
  const std::string text = world.daemon.ctl({"diff", world.id("Sound")}).output;
  CHECK(contains(text, "can't be read"));
  CHECK(contains(text, "line "));
  CHECK(world.daemon.ctl({"diff", world.id("Sound"), "--ack"}).status == 1);
}
