#include "integration/publish_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

constexpr const char* feed_route = "GET /feed/{name}";

// A sandbox that has the world's time.
struct Medium {
  sandbox::SandboxProcess sandbox;
  Medium() {
    sandbox.post("/clock", {{"now", "2040-01-02T10:00:00Z"}, {"frozen", true}});
    sandbox.post("/settings", {{"site", sandbox.base()}});
  }

  void meet(const std::string& fault, const std::string& match, const sandbox::SandboxProcess::Json& more = {}) const {
    sandbox::SandboxProcess::Json body{{"fault", fault}, {"match", match}, {"count", 1}};
    if (more.is_object()) body.update(more);
    sandbox.post("/faults", body);
  }
};

core::Post long_post(const PublishWorld& world, const std::string& title) {
  core::Post post = world.post_of(title);
  const auto& text = "A text that is long enough to be told from others: " + title + " and what there is to say of it.";
  post.body.blocks.push_back({core::Paragraph{{core::Run{text, core::Marks::none, std::nullopt}}}});
  return post;
}

// Sends a post whose answer never comes.
core::PostId doubtful(PublishWorld& world, const Medium& medium, core::Post post,
                      const std::string& fault = "close_after") {
  medium.meet(fault, "posts");
  const core::PostId id = world.enqueue(std::move(post));
  REQUIRE(world.await_state(id, State::in_doubt));
  return id;
}

// Time passes in both places, and what is due is done.
void pass(PublishWorld& world, const Medium& medium, core::Duration time) {
  world.now += time;
  medium.sandbox.post("/clock", {{"now", core::format_rfc3339(world.now)}, {"frozen", true}});
  world.look();
}

// That many looks have found nothing.
bool await_looks(PublishWorld& world, int count) {
  return world.await([&] {
    const auto sought = world.queue.unreconciled("main", 1);
    return !sought.empty() && sought.front().looks >= count;
  });
}

}  // namespace

TEST_CASE("a story that is in doubt is found in its author's feed") {
  const Medium medium;
  PublishWorld world(medium.sandbox.api());
  REQUIRE(world.await_known());
  const core::PostId id = doubtful(world, medium, long_post(world, "Doubtful"));
  CHECK(world.queue.find(id)->reason->find("looked for in your feed") != std::string::npos);
  // As after a restart.
  world.start(at_once());
  REQUIRE(world.await_known());
  pass(world, medium, 10s);
  REQUIRE(world.await_state(id, State::published));
  const auto record = world.queue.find(id);
  CHECK(record->medium_id == medium.sandbox.get("/state").at("stories").at(0).at("id").get<std::string>());
  CHECK(record->url->starts_with(medium.sandbox.base() + "/@jane/doubtful-"));
  CHECK(world.queue.attempts(id).back().detail == "seen in the feed of @jane");
  CHECK(medium.sandbox.count(posts_route) == 1);
  pass(world, medium, 48h);
  CHECK(medium.sandbox.count(feed_route) == 1);
}

TEST_CASE("a story that its feed can't show is not looked for") {
  for (const auto status : {core::PublishStatus::draft, core::PublishStatus::unlisted}) {
    const Medium medium;
    PublishWorld world(medium.sandbox.api());
    REQUIRE(world.await_known());
    core::Post post = long_post(world, "Hidden");
    post.status = status;
    const core::PostId id = doubtful(world, medium, std::move(post));
    CHECK(world.queue.find(id)->reason->find("nobody can find out but you") != std::string::npos);
    pass(world, medium, 1h);
    CHECK(medium.sandbox.count(feed_route) == 0);
    CHECK(world.state(id) == State::in_doubt);
  }
}

TEST_CASE("a story that is not found stays in doubt and is looked for less and less often for a day") {
  const Medium medium;
  PublishWorld world(medium.sandbox.api());
  REQUIRE(world.await_known());
  const core::PostId id = doubtful(world, medium, long_post(world, "Lost"), "reset_before");
  std::size_t looks = 0;
  for (core::Duration passed{0}; passed < 25h; passed += 5min) {
    pass(world, medium, 5min);
    world.await([&] {
      return world.queue.unreconciled("main", 1).empty() ||
             world.queue.unreconciled("main", 1).front().next_look > world.now;
    });
    looks = medium.sandbox.count(feed_route);
  }
  CHECK(looks >= 24);
  CHECK(looks <= 60);
  CHECK(world.state(id) == State::in_doubt);
  const std::string reason = *world.queue.find(id)->reason;
  CHECK(reason.find("which proves nothing") != std::string::npos);
  CHECK(reason.find("resolve " + std::to_string(id.value) + " --not-published") != std::string::npos);
  CHECK(medium.sandbox.count(posts_route) == 1);
  CHECK(world.queue.unreconciled("main", 1).empty());
}

TEST_CASE("a feed that refuses is left alone as long as it asks and publishing goes on") {
  const Medium medium;
  PublishWorld world(medium.sandbox.api());
  REQUIRE(world.await_known());
  const core::PostId id = doubtful(world, medium, long_post(world, "Doubtful"));
  medium.meet("429", "feed", {{"retry_after", "7200"}});
  pass(world, medium, 10min);
  REQUIRE(world.await([&] { return world.account().feed_problem.has_value(); }));
  CHECK(world.account().feed_problem->find("answered 429") != std::string::npos);
  const core::PostId another = world.enqueue(long_post(world, "Another"));
  REQUIRE(world.queue.publish_now(another, world.now));
  pass(world, medium, 100min);
  CHECK(world.await_state(another, State::published));
  CHECK(medium.sandbox.count(feed_route) == 1);
  CHECK(world.state(id) == State::in_doubt);
  pass(world, medium, 21min);
  CHECK(world.await_state(id, State::published));
  CHECK_FALSE(world.account().feed_problem);
}

TEST_CASE("neither an older story nor one of two is taken for the one that is in doubt") {
  const Medium medium;
  PublishWorld world(medium.sandbox.api());
  REQUIRE(world.await_known());
  const std::string html =
      "<h1>Twice</h1><p>About Twice</p><p>A text that is long enough to be told from others: Twice and "
      "what there is to say of it.</p>";
  auto tell = [&](const char* date) {
    medium.sandbox.post("/stories", {{"user", "jane"}, {"title", "Twice"}, {"content", html}, {"publishedAt", date}});
  };
  tell("2039-12-02T10:00:00Z");
  const core::PostId id = doubtful(world, medium, long_post(world, "Twice"), "reset_before");
  pass(world, medium, 10s);
  REQUIRE(await_looks(world, 1));
  CHECK(world.state(id) == State::in_doubt);
  tell("2040-01-02T10:00:01Z");
  tell("2040-01-02T10:00:02Z");
  pass(world, medium, 1min);
  REQUIRE(world.await([&] { return world.queue.find(id)->reason->find("there are 2 stories") != std::string::npos; }));
  CHECK(world.state(id) == State::in_doubt);
}

TEST_CASE("a story that was dated back is found by that date") {
  const Medium medium;
  PublishWorld world(medium.sandbox.api());
  REQUIRE(world.await_known());
  core::Post post = long_post(world, "Old");
  post.published_at = *core::parse_rfc3339("2031-05-06T07:08:09Z");
  const core::PostId id = doubtful(world, medium, std::move(post));
  pass(world, medium, 10s);
  CHECK(world.await_state(id, State::published));
}

TEST_CASE("a public story that readers can't see is told of once") {
  for (const bool seen : {true, false}) {
    CAPTURE(seen);
    const Medium medium;
    PublishWorld world(medium.sandbox.api());
    REQUIRE(world.await_known());
    const core::PostId id = world.enqueue(long_post(world, "Public"));
    REQUIRE(world.await_state(id, State::published));
    const std::string story = *world.queue.find(id)->medium_id;
    if (!seen) medium.sandbox.remove("/stories/" + story);
    pass(world, medium, 10min);
    REQUIRE(world.await([&] { return world.queue.unreconciled("main", 1).empty(); }));
    auto told = [&] {
      const core::Findings findings = world.queue.findings(id);
      return std::ranges::count(findings, "story-not-seen", &core::Finding::code);
    };
    if (!seen) REQUIRE(world.await([&] { return told() > 0; }));
    pass(world, medium, 24h);
    CHECK(told() == (seen ? 0 : 1));
    CHECK(medium.sandbox.count(feed_route) == 1);
  }
}
