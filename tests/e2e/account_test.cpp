#include <doctest/doctest.h>
#include <map>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

void fail_with_cloudflare(const World& world) {
  world.sandbox.post("/faults", {{"fault", "cf_all"}, {"match", "any"}, {"count", "all"}});
}

void await_pause(const World& world) {
  world.await("the account is paused", [&] { return world.account().at("state") == "paused"; });
  CHECK(contains(world.account().at("reason"), "Cloudflare"));
  CHECK(contains(world.daemon.ctl({"status"}).output, "Cloudflare"));
  for (const Json& post : world.posts()) CHECK(post.at("state") == "queued");
}

}  // namespace

TEST_CASE("Cloudflare's page pauses the account and fails no post") {
  World world;
  world.daemon.start();
  world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
  fail_with_cloudflare(world);
  world.drop_post("One");
  world.drop_post("Two");
  await_pause(world);
  const std::size_t refused = world.posts_sent();
  CHECK(refused == 1);
  world.sandbox.remove("/faults");
  world.daemon.ask({"resume", "main"});
  world.await_state("One", "published");
  world.await_state("Two", "published");
  CHECK(world.posts_sent() == refused + 2);
  CHECK(world.account().at("state") == "ready");
}

TEST_CASE("an account that Cloudflare paused goes on by itself") {
  World world;
  fail_with_cloudflare(world);
  world.daemon.start();
  world.drop_post("One");
  await_pause(world);
  CHECK(world.posts_sent() == 0);
  world.sandbox.remove("/faults");
  REQUIRE(eventually([&] { return world.state("One") == "published"; }, std::chrono::seconds(90)));
  CHECK(world.posts_sent() == 1);
}

TEST_CASE("a dead token stops the account and a new one lets the posts go on") {
  World world;
  world.daemon.start();
  world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
  world.sandbox.post("/tokens/revoke", {{"token", token}});
  world.drop_post("One");
  world.drop_post("Two");
  world.await("the account is stopped", [&] { return world.account().at("state") == "stopped"; });
  world.await_state("Two", "queued");
  CHECK(world.state("One") == "queued");
  CHECK(world.posts_sent() == 1);
  CHECK(world.daemon.ctl({"status", "--check"}).status == 4);
  CHECK(contains(world.account().at("reason"), "mediumsyncctl resume"));

  REQUIRE(world.daemon.stop() == 0);
  world.daemon.start();
  world.await("it is stopped again", [&] { return world.account().at("state") == "stopped"; });
  CHECK(world.posts_sent() == 1);

  world.sandbox.post("/tokens", {{"user", "jane"}, {"token", "a-new-token"}});
  std::filesystem::permissions(world.directory / "token", std::filesystem::perms::owner_all);
  world.write(world.directory / "token", "a-new-token\n");
  std::filesystem::permissions(world.directory / "token", std::filesystem::perms::owner_read);
  world.daemon.ask({"resume", "main"});
  world.await_state("One", "published");
  world.await_state("Two", "published");
  CHECK(world.posts_sent() == 3);
  CHECK(world.stories("One").size() == 1);
}

TEST_CASE("a token that is changed on the disk is taken up at once") {
  World world;
  world.daemon.start();
  world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
  world.sandbox.post("/tokens/revoke", {{"token", token}});
  world.drop_post("One");
  world.await("the account is stopped", [&] { return world.account().at("state") == "stopped"; });
  world.sandbox.post("/tokens", {{"user", "jane"}, {"token", "a-new-token"}});
  world.write(world.directory / "token.new", "a-new-token\n");
  SUBCASE("replaced") {
    std::filesystem::permissions(world.directory / "token.new", std::filesystem::perms::owner_read);
    std::filesystem::rename(world.directory / "token.new", world.directory / "token");
  }
  SUBCASE("replaced and then made private") {
    std::filesystem::permissions(world.directory / "token.new", std::filesystem::perms::all);
    std::filesystem::rename(world.directory / "token.new", world.directory / "token");
    world.await("it is said", [&] { return contains(world.account().at("reason"), "others may read it"); });
    std::filesystem::permissions(world.directory / "token", std::filesystem::perms::owner_read);
  }
  world.await_state("One", "published");
  CHECK(world.posts_sent() == 2);
  CHECK(world.stories("One").size() == 1);
}

TEST_CASE("a valid token of another author publishes nothing until a person wants that") {
  World world;
  world.daemon.start();
  world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
  world.sandbox.post("/tokens", {{"user", "lea"}, {"token", "leas-token"}});
  world.write(world.directory / "token.new", "leas-token\n");
  std::filesystem::permissions(world.directory / "token.new", std::filesystem::perms::owner_read);
  std::filesystem::rename(world.directory / "token.new", world.directory / "token");
  world.await("the account is stopped", [&] { return world.account().at("state") == "stopped"; });
  CHECK(contains(world.account().at("reason"), "the token is that of @lea"));
  CHECK(contains(world.daemon.ctl({"events"}).output, "account-stopped"));
  world.drop_post("One");
  world.await_state("One", "queued");
  CHECK(world.posts_sent() == 0);
  world.daemon.ask({"disconnect", "main"});
  world.daemon.ask({"resume", "main"});
  world.await_state("One", "published");
  CHECK(world.account().at("username") == "lea");
}

TEST_CASE("verify walks from the token to the images and uploads nothing") {
  World world;
  world.daemon.start();
  world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
  std::vector<std::string> walked;
  const Json answer = world.daemon.ask({"verify"});
  for (const Json& check : answer.at("checks")) {
    walked.push_back(check.at("what"));
    CHECK_MESSAGE(check.at("result") == (check.at("what") == "image upload" ? "skipped" : "passed"), check.dump());
  }
  REQUIRE(walked.size() >= 5);
  CHECK(walked.at(0) == "token");
  CHECK(walked.at(1) == "profile");
  CHECK(walked.at(2) == "publications");
  CHECK(walked.at(walked.size() - 2) == "feed");
  CHECK(walked.back() == "image upload");
  CHECK(world.sandbox.count("POST /images") == 0);
  CHECK(world.posts_sent() == 0);
}

TEST_CASE("an account that is disconnected is forgotten and what it has sent stays known") {
  World world;
  world.daemon.start();
  world.drop_post("One");
  world.await_state("One", "published");
  world.daemon.ask({"import", world.sandbox.base() + "/feed/@jane"});
  const Json parted = world.daemon.ask({"disconnect", "main"});
  CHECK(contains(parted.at("token"), (world.directory / "token").string()));
  CHECK(parted.at("stories") == 1);
  CHECK(world.account().at("username").is_null());
  CHECK(world.account().at("state") == "paused");
  CHECK(world.state("One") == "published");
  world.drop_post("Two");
  world.await_state("Two", "queued");
  CHECK(world.posts_sent() == 1);
  world.daemon.ask({"resume", "main"});
  world.await_state("Two", "published");
  CHECK(world.posts_sent() == 2);
  CHECK(world.daemon.ctl({"disconnect", "nobody"}).status == 1);
}

namespace {

// An account of [[account]]'s that sends to the same sandbox.
std::string another_account(const World& world, const std::string& name, const std::string& means) {
  return "[[account]]\nname = \"" + name + "\"\napi = \"" + world.sandbox.api() + "\"\nsite = \"" +
         world.sandbox.base() + "\"\n" + means;
}

}  // namespace

TEST_CASE("publications without a name are those of every account that has a token") {
  World world;
  world.sandbox.post("/tokens", {{"user", "lea"}, {"token", "leas-token"}});
  world.write(world.directory / "lea", "leas-token\n");
  std::filesystem::permissions(world.directory / "lea", std::filesystem::perms::owner_read);
  const std::string by_hand = another_account(world, "aside", "delivery = \"hand-off\"\nusername = \"jane\"\n");
  const std::string of_lea =
      another_account(world, "lea", "token = \"file:" + (world.directory / "lea").string() + "\"\n");
  world.configure({.more = by_hand + of_lea});
  world.daemon.start();
  for (const char* name : {"main", "lea"})
    world.await("the accounts are known", [&] { return world.account(name).at("username").is_string(); });
  const Json told = world.daemon.ask({"publications"});
  CAPTURE(told.dump());
  std::map<std::string, std::size_t> counted;
  for (const Json& one : told.at("publications")) ++counted[one.at("account").get<std::string>()];
  CHECK(counted == std::map<std::string, std::size_t>{{"lea", 2}, {"main", 2}});
  CHECK(told.at("failed").empty());
  CHECK(contains(world.daemon.ctl({"publications"}).output, "ACCOUNT"));
  CHECK_FALSE(contains(world.daemon.ctl({"publications", "lea"}).output, "ACCOUNT"));
  const Ran named = world.daemon.ctl({"publications", "aside"});
  CHECK(named.status == 1);
  CHECK(contains(named.errors, "account aside has no token"));

  world.sandbox.post("/tokens/revoke", {{"token", "leas-token"}});
  const Ran revoked = world.daemon.ctl({"publications"});
  CHECK(revoked.status == 0);
  CHECK(contains(revoked.output, "account lea could not be asked: "));
  CHECK(contains(revoked.output, "main"));
}

TEST_CASE("publications where no account has a token says what to do") {
  World world;
  world.daemon.configure("[schedule]\ntimezone = \"UTC\"\n" +
                         another_account(world, "aside", "delivery = \"hand-off\"\nusername = \"jane\"\n"));
  world.daemon.start();
  const Ran ran = world.daemon.ctl({"publications"});
  CHECK(ran.status == 1);
  CHECK(contains(ran.errors, "no account has a token"));
  CHECK(contains(ran.errors, "by its address"));
}

TEST_CASE("what Medium says becomes a part of our sentence") {
  World world;
  world.daemon.start();
  world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
  world.sandbox.post("/tokens/revoke", {{"token", token}});
  world.drop_post("One");
  world.await("the account is stopped", [&] { return world.account().at("state") == "stopped"; });
  CHECK(contains(world.account().at("reason"), "Token was invalid; put a valid token in place"));
}
