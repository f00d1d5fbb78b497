#include <array>
#include <atomic>
#include <fstream>

#include "integration/publish_world.hpp"
#include "support/raw_server.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

core::Asset image(const std::string& path, const std::string& tail = "") {
  const std::string bytes =
      std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\37\25\304\211", 33) + tail;
  return {path, "image/png", bytes, crypto::sha256_hex(bytes)};
}

core::Post with_images(core::Post post, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    core::Image image;
    image.source = core::LocalImage{path};
    image.alt = "A picture";
    post.body.blocks.push_back({image});
  }
  return post;
}

// One more than the sandbox's own: a publication that jane has no part in.
std::vector<std::string> with_strange_publication(const support::TemporaryDirectory& directory) {
  std::ofstream(directory / "seed.json") << R"({
    "users": [{"username": "jane", "tokens": ["sandbox-token-jane"]}, {"username": "lea"}],
    "publications": [
      {"id": "aaaaaaaaaaaa", "name": "Small Machines", "url": "https://medium.com/small-machines",
       "contributors": [{"user": "jane", "role": "editor"}]},
      {"id": "bbbbbbbbbbbb", "name": "The Long Read", "url": "https://medium.com/the-long-read",
       "contributors": [{"user": "jane", "role": "writer"}]},
      {"id": "cccccccccccc", "name": "Strangers", "contributors": [{"user": "lea", "role": "editor"}]}]})";
  return {"--seed", (directory / "seed.json").string()};
}

}  // namespace

TEST_CASE("a publication is found by its name and its id and its address and the role there decides") {
  const support::TemporaryDirectory directory;
  const sandbox::SandboxProcess sandbox(with_strange_publication(directory));
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  struct Row {
    std::string wanted;
    std::string said;  // empty: it goes
    std::string status;
  };
  const std::array rows{Row{"small machines", "", "public"},
                        Row{"aaaaaaaaaaaa", "", "public"},
                        Row{"https://medium.com/small-machines/", "", "public"},
                        Row{"The Long Read", "", "draft"},
                        Row{"Strangers", "Strangers", ""},
                        Row{"No Such Thing", "Small Machines", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.wanted);
    core::Post post = world.post_of("In " + row.wanted);
    post.publication = row.wanted;
    const core::PostId id = world.enqueue(std::move(post));
    REQUIRE(world.await_state(id, row.said.empty() ? State::published : State::failed));
    if (!row.said.empty()) {
      CHECK(world.queue.find(id)->reason->find(row.said) != std::string::npos);
      continue;
    }
    bool found = false;
    const auto sandbox_state = sandbox.get("/state");
    for (const auto& story : sandbox_state.at("stories")) {
      if (story.at("title") != "In " + row.wanted) continue;
      found = true;
      CHECK(story.at("status") == row.status);
    }
    CHECK(found);
  }
  CHECK(sandbox.count(posts_route) == 0);
  CHECK(sandbox.stories() == 4);
}

TEST_CASE("the same bytes are uploaded once however many posts show them") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  const core::PostId one =
      world.enqueue(with_images(world.post_of("One"), {"a.png", "copy.png"}), {image("a.png"), image("copy.png")});
  const core::PostId two =
      world.enqueue(with_images(world.post_of("Two"), {"a.png", "b.png"}), {image("a.png"), image("b.png", "other")});
  REQUIRE(world.await_state(one, State::published));
  CHECK(sandbox.count("POST /images") == 1);
  REQUIRE(world.await_state(two, State::published));
  CHECK(sandbox.count("POST /images") == 2);
  CHECK(world.queue.assets(two).size() == 2);
}

TEST_CASE("an upload that breaks off leaves no doubt about the story") {
  for (const char* fault : {"500", "close_after", "reset_before"}) {
    CAPTURE(std::string(fault));
    const sandbox::SandboxProcess sandbox;
    PublishWorld world(sandbox.api());
    REQUIRE(world.await_known());
    sandbox.post("/faults", {{"fault", fault}, {"match", "images"}, {"count", 1}});
    const core::PostId post = world.enqueue(with_images(world.post_of("One"), {"a.png"}), {image("a.png")});
    REQUIRE(world.await_account(AccountState::paused));
    CHECK(world.state(post) == State::queued);
    CHECK(sandbox.count(posts_route) == 0);
    CHECK_FALSE(world.queue.attempts(post).front().sending_at);
    world.now = world.paused_until();
    REQUIRE(world.await_state(post, State::published));
    CHECK(sandbox.stories() == 1);
  }
}

TEST_CASE("refused tags are left out once and a second refusal is the end") {
  std::atomic<int> posts = 0;
  support::RawServer medium([&](support::RawConnection& connection) {
    while (const auto request = connection.read_request()) {
      if (request->line().starts_with("GET /v1/me ")) {
        connection.answer("200 OK", R"({"data":{"id":"1ab","username":"jane","name":"Jane","url":"","imageUrl":""}})",
                          "Content-Type: application/json\r\n");
        continue;
      }
      const bool tags = request->body.find("\"one\"") != std::string::npos;
      CHECK(tags == (posts == 0));
      ++posts;
      connection.answer("400 Bad Request", R"({"errors":[{"message":"Unexpected fields specified.","code":6007}]})",
                        "Content-Type: application/json\r\n");
    }
  });
  PublishWorld world(medium.url("/v1"));
  REQUIRE(world.await_known());
  core::Post post = world.post_of("Tagged");
  post.tags = {"one", "two"};
  const core::PostId id = world.enqueue(std::move(post));
  REQUIRE(world.await_state(id, State::failed));
  world.look_at(world.now + 24h);
  CHECK(posts == 2);
  CHECK(world.queue.attempts(id).size() == 2);
}

TEST_CASE("a drain lets the story under way arrive and claims nothing more") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  sandbox.post("/faults", {{"fault", "delay"}, {"delay_ms", 300}, {"match", "posts"}, {"count", 1}});
  const core::PostId one = world.enqueue("One");
  const core::PostId two = world.enqueue("Two");
  REQUIRE(world.await_state(one, State::publishing));
  int idle = 0;
  world.publisher->drain([&] { ++idle; });
  CHECK_FALSE(world.publisher->idle());
  REQUIRE(world.await([&] { return idle > 0; }));
  CHECK(world.state(one) == State::published);
  world.enqueue("Three");
  world.look();
  CHECK(idle == 1);
  CHECK(world.state(two) == State::queued);
  CHECK(sandbox.count(posts_route) == 1);
}

TEST_CASE("when a drain's patience ends what was sent is in doubt and what was not waits") {
  struct Row {
    const char* fault;
    const char* match;
    State state;
  };
  const std::array rows{Row{"hang_after", "posts", State::in_doubt}, Row{"hang_before", "posts", State::in_doubt},
                        Row{"hang_before", "images", State::queued}};
  for (const Row& row : rows) {
    CAPTURE(row.fault);
    CAPTURE(row.match);
    const sandbox::SandboxProcess sandbox;
    PublishWorld world(sandbox.api());
    REQUIRE(world.await_known());
    sandbox.post("/faults", {{"fault", row.fault}, {"match", row.match}, {"count", 1}});
    const core::PostId post = world.enqueue(with_images(world.post_of("One"), {"a.png"}), {image("a.png")});
    REQUIRE(world.await_state(post, State::publishing));
    REQUIRE(world.await([&] { return sandbox.get("/counts").at("hanging").get<int>() == 1; }));
    int idle = 0;
    world.publisher->drain([&] { ++idle; });
    world.publisher->abandon();
    CHECK(world.publisher->idle());
    CHECK(world.state(post) == row.state);
    world.publisher.reset();
    sandbox.remove("/faults");
    world.start(at_once());
    REQUIRE(world.await_known());
    if (row.state == State::queued) REQUIRE(world.await_state(post, State::published));
    world.look();
    CHECK(sandbox.count(posts_route) == 1);
  }
}

TEST_CASE("an answer that never comes is doubt after the account's time limit") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  world.timeout = 300ms;
  world.configure(at_once());
  sandbox.post("/faults", {{"fault", "hang_after"}, {"match", "posts"}, {"count", 1}});
  const core::PostId post = world.enqueue("One");
  const core::PostId next = world.enqueue("Two");
  REQUIRE(world.await_state(post, State::in_doubt));
  CHECK(world.account().state == AccountState::paused);
  world.look();
  CHECK(world.state(next) == State::queued);
  world.now = world.paused_until();
  REQUIRE(world.await_state(next, State::published));
  CHECK(sandbox.count(posts_route) == 2);
}
