#include <csignal>

#include "unit/control/fixture.hpp"

using namespace mediumsync::test;

namespace {

const Json oneway{{"oneway", true}};
const Json more{{"more", true}};

}  // namespace

TEST_CASE("calls that are sent at once are answered in their order") {
  ControlWorld world;
  world.store.add("a");
  Caller caller(world);
  // The second one waits for a web server that says nothing.
  caller.send(message("Version", {}) + message("Poll", {{"sources", {"blog"}}}) + message("Show", {{"id", 99}}) +
              message("Hold", {{"ids", {1}}}) + message("List", {{"state", "held"}}));
  CHECK(caller.reply()["parameters"].contains("version"));
  CHECK(caller.reply()["parameters"]["sources"][0]["name"] == "blog");
  CHECK(caller.reply()["error"] == "io.mediumsync.NotFound");
  CHECK(caller.reply()["parameters"]["posts"][0]["state"] == "held");
  CHECK(caller.reply()["parameters"]["posts"].size() == 1);
}

TEST_CASE("a call that wants no answer is carried out and not answered") {
  ControlWorld world;
  world.store.add("a");
  Caller caller(world);
  caller.send(message("Hold", {{"ids", {1}}}, oneway) + message("Show", {{"id", 99}}, oneway) + message("Version", {}));
  CHECK(caller.reply()["parameters"].contains("version"));
  CHECK(world.store.state({1}) == State::held);
}

TEST_CASE("a message that comes byte by byte is a message") {
  ControlWorld world;
  Caller caller(world);
  for (const char byte : message("Version", {})) {
    caller.send(std::string(1, byte));
    world.loop.run_once();
  }
  CHECK(caller.reply()["parameters"]["version"] == "1.2.3");
}

TEST_CASE("who stops sending still gets the answer") {
  ControlWorld world;
  for (const char* source : {"drop", "blog"}) {
    Caller caller(world);
    caller.send(message("Poll", {{"sources", {source}}}));
    caller.client().stop_sending();
    CHECK(caller.reply()["parameters"]["sources"][0]["name"] == source);
    CHECK(world.run_until([&] { return caller.closed(); }));
  }
}

TEST_CASE("who follows is told what happened and what happens") {
  ControlWorld world;
  world.store.add("a");
  Caller follower(world);
  follower.send(message("Events", {{"after", 0}}, more));
  const Json past = follower.reply();
  CHECK(past["continues"] == true);
  const auto newest = past["parameters"]["events"].back()["sequence"].get<std::int64_t>();
  Caller other(world);
  for (std::int64_t i = 1; i <= 3; ++i) {
    world.store.add("b" + std::to_string(i));
    const Json next = follower.reply();
    CHECK(next["continues"] == true);
    REQUIRE(next["parameters"]["events"].size() == 1);
    CHECK(next["parameters"]["events"][0]["sequence"] == newest + i);
    CHECK(next["parameters"]["events"][0]["kind"] == "queued");
  }
  CHECK(!other.has_reply());
}

TEST_CASE("followers that go make room at once") {
  ControlWorld world;
  world.store.add("a");
  constexpr int more_than_fit = 520;
  for (int i = 0; i < more_than_fit; ++i) {
    Caller follower(world);
    follower.send(message("Events", {{"after", 0}}, more));
    REQUIRE(follower.reply()["continues"] == true);
  }
  CHECK(Caller(world).ask("Version")["parameters"]["version"] == "1.2.3");
}

TEST_CASE("garbage closes its connection and nobody else's") {
  ControlWorld world;
  Caller good(world);
  std::vector<Caller> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back(world);
    for (int j = 0; j < 10; ++j) {
      if (!clients.back().client().try_send("garbage " + std::to_string(j) + '\0')) break;
    }
    world.loop.run_once();
  }
  for (Caller& client : clients) {
    CHECK(client.reply()["error"] == "org.varlink.service.InvalidParameter");
    CHECK(world.run_until([&] { return client.closed(); }));
    CHECK(!client.has_reply());
  }
  CHECK(good.ask("Status")["parameters"]["version"] == "1.2.3");
}

TEST_CASE("a message of ten megabytes is not taken") {
  ControlWorld world;
  Caller good(world);
  Caller caller(world);
  const std::string piece(64U << 10, 'x');
  int sent = 0;
  while (sent < 160 && caller.client().try_send(piece)) {
    ++sent;
    world.loop.run_once();
  }
  CHECK(sent < 40);
  CHECK(caller.reply()["error"] == "org.varlink.service.InvalidParameter");
  CHECK(good.ask("Version")["parameters"]["version"] == "1.2.3");
}

TEST_CASE("two hundred idle clients keep nobody waiting") {
  ControlWorld world;
  std::vector<Caller> idle;
  for (int i = 0; i < 200; ++i) {
    idle.emplace_back(world);
    if (i % 50 == 0) idle.back().send("{\"method\":");
    if (i % 4 == 0) world.loop.run_once();
  }
  CHECK(Caller(world).ask("Status")["parameters"].contains("counts"));
}

TEST_CASE("connections beyond what is served are closed and the others go on") {
  ControlWorld world;
  std::vector<Caller> clients;
  for (int i = 0; i < 520; ++i) {
    clients.emplace_back(world);
    if (i % 4 == 0) world.loop.run_once();
  }
  CHECK(world.run_until([&] { return clients.back().closed(); }));
  CHECK(clients.front().ask("Version").contains("parameters"));
  clients.clear();
  CHECK(world.run_until([&] {
    Caller caller(world);
    if (!caller.client().try_send(message("Version", {}))) return false;
    world.loop.run_once();
    return true;
  }));
}

TEST_CASE("a follower that never reads is cut") {
  ControlWorld world;
  Caller deaf(world);
  world.store.add("a");
  deaf.send(message("Events", {}, more));
  deaf.reply();
  const std::string detail(200'000, 'x');
  for (int i = 0; i < 60; ++i) world.store.queue().note("note", detail, std::nullopt, at(i));
  CHECK(!deaf.client().try_send("x"));
  CHECK(Caller(world).ask("Version").contains("parameters"));
}

TEST_CASE("who goes before the answer harms nobody") {
  ControlWorld world;
  for (const char* method : {"Verify", "Poll"}) {
    Caller caller(world);
    caller.send(message(method, {}) + message("Version", {}));
    world.loop.run_once();
    world.loop.run_once();
  }
  Caller other(world);
  CHECK(other.ask("Poll")["parameters"]["sources"].size() == 2);
  CHECK(other.ask("Verify")["parameters"].contains("checks"));
}

TEST_CASE("who asks more than he reads waits and nobody else does") {
  ControlWorld world;
  for (int i = 0; i < 2000; ++i) world.store.add("a post with a title of some length, number " + std::to_string(i));
  Caller greedy(world);
  Caller other(world);
  constexpr int calls = 40;  // answers of some 20 MiB, which nobody reads yet
  std::string asked;
  for (int i = 0; i < calls; ++i) asked += message("List", {{"limit", 2000}});
  greedy.send(asked);
  for (int i = 0; i < 50; ++i) CHECK(other.ask("Version")["parameters"]["version"] == "1.2.3");
  const std::size_t one_answer = 2U << 20;
  CHECK(greedy.client().received().size() < one_answer);
  for (int i = 0; i < calls; ++i) CHECK(greedy.reply()["parameters"]["posts"].size() == 2000);
}
