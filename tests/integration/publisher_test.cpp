#include <array>

#include "integration/publish_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

core::TimePoint at(const char* text) {
  return *core::parse_rfc3339(text);
}

void fail_everything(const sandbox::SandboxProcess& sandbox, const std::string& fault) {
  sandbox.post("/faults", {{"fault", fault}, {"match", "any"}, {"count", "all"}});
}

}  // namespace

TEST_CASE("nothing goes before its window opens and the first goes as it opens") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api(), plan_of("Tue 07:00-09:00", 20h, 1));
  REQUIRE(world.await_known());
  const core::PostId post = world.enqueue("One");
  world.look();
  CHECK(world.publisher->next_due() == at("2040-01-03T07:00:00Z"));
  world.look_at(at("2040-01-03T07:00:00Z") - 1ms);
  CHECK(world.state(post) == State::queued);
  CHECK(sandbox.count(posts_route) == 0);
  world.look_at(at("2040-01-03T07:00:00Z"));
  CHECK(world.state(post) == State::published);
  CHECK(world.queue.attempts(post).front().claimed_at == at("2040-01-03T07:00:00Z"));
}

TEST_CASE("stories keep their distance and the day its limit") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api(), plan_of("daily 00:00-24:00", 2h, 2));
  REQUIRE(world.await_known());
  for (const char* title : {"One", "Two", "Three"}) world.enqueue(title);
  const core::TimePoint first = world.now;
  const std::array steps{std::pair(first, 1),
                         std::pair(first + 2h - 1ms, 1),
                         std::pair(first + 2h, 2),
                         std::pair(first + 4h, 2),
                         std::pair(at("2040-01-03T00:00:00Z") - 1ms, 2),
                         std::pair(at("2040-01-03T00:00:00Z"), 3)};
  for (const auto& [time, published] : steps) {
    CAPTURE(time);
    world.look_at(time);
    CHECK(world.queue.counts()[State::published] == published);
  }
  CHECK(sandbox.stories() == 3);
}

TEST_CASE("the eleventh story within a day waits for the first to be a day old") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  std::vector<core::PostId> posts;
  for (int i = 0; i < 11; ++i) posts.push_back(world.enqueue("Post " + std::to_string(i)));
  const core::TimePoint first = world.now;
  REQUIRE(world.await_state(posts.at(9), State::published));
  world.look();
  CHECK(world.state(posts.at(10)) == State::queued);
  CHECK(world.account().quota.used == 10);
  CHECK(world.account().next_due == first + 24h);
  REQUIRE(world.queue.publish_now(posts.at(10), world.now));
  world.look_at(first + 24h - 1ms);
  CHECK(sandbox.count(posts_route) == 10);
  sandbox.post("/clock", {{"advance_s", 86400}});
  world.look_at(first + 24h);
  CHECK(world.state(posts.at(10)) == State::published);
  CHECK(sandbox.count(posts_route) == 11);
}

TEST_CASE("a pause that Cloudflare made ends by asking who the account is and not with a story") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  fail_everything(sandbox, "cf_all");
  const core::PostId post = world.enqueue("One");
  REQUIRE(world.await_account(AccountState::paused));
  CHECK(world.state(post) == State::queued);
  CHECK(sandbox.count(posts_route) == 1);
  const std::size_t asked = sandbox.count("GET /me");

  world.look_at(world.paused_until() - 1ms);
  CHECK(sandbox.count("GET /me") == asked);
  const core::TimePoint first_until = world.paused_until();
  world.now = first_until;
  world.publisher->replan();
  REQUIRE(world.await([&] { return world.paused_until() > first_until; }));
  CHECK(sandbox.count("GET /me") == asked + 1);
  CHECK(sandbox.count(posts_route) == 1);
  CHECK(world.account().state == AccountState::paused);

  sandbox.remove("/faults");
  world.now = world.paused_until();
  REQUIRE(world.await_state(post, State::published));
  CHECK(world.account().state == AccountState::ready);
  CHECK(sandbox.count(posts_route) == 2);
}

TEST_CASE("a dead token stops the account and another one goes on where it stopped") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  sandbox.post("/tokens/revoke", {{"token", "sandbox-token-jane"}});
  const core::PostId post = world.enqueue("One");
  REQUIRE(world.await_account(AccountState::stopped));
  CHECK(world.state(post) == State::queued);
  world.look_at(world.now + 48h);
  CHECK(sandbox.count(posts_route) == 1);
  CHECK_FALSE(world.publisher->next_due());

  sandbox.post("/tokens", {{"user", "jane"}, {"token", "another"}});
  world.token = "another";
  REQUIRE(world.publisher->resume("main"));
  REQUIRE(world.await_state(post, State::published));
  CHECK(sandbox.stories() == 1);
  CHECK_FALSE(world.publisher->resume("nobody"));
}

TEST_CASE("without a network the account waits and then goes on by itself") {
  std::optional<sandbox::SandboxProcess> sandbox(std::in_place);
  const std::string port = std::to_string(sandbox->port());
  PublishWorld world(sandbox->api());
  REQUIRE(world.await_known());
  sandbox.reset();
  const core::PostId post = world.enqueue("One");
  REQUIRE(world.await_account(AccountState::paused));
  CHECK(world.state(post) == State::queued);
  CHECK_FALSE(world.queue.attempts(post).front().sending_at);
  CHECK(world.paused_until() - world.now <= 1min);

  const core::TimePoint first_until = world.paused_until();
  world.now = first_until;
  world.publisher->replan();
  REQUIRE(world.await([&] { return world.paused_until() > first_until; }));
  sandbox.emplace(std::vector<std::string>{"--port", port});
  world.now = world.paused_until();
  REQUIRE(world.await_state(post, State::published));
  CHECK(sandbox->count(posts_route) == 1);
}

TEST_CASE("a person's pause holds until the person ends it") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  for (const std::optional<std::string>& account : {std::optional<std::string>("main"), std::optional<std::string>()}) {
    REQUIRE(world.publisher->pause(account));
    const core::PostId post = world.enqueue(account.value_or("all"));
    world.look_at(world.now + 24h);
    world.configure(at_once());
    REQUIRE(world.await_known());
    world.look();
    CHECK(world.state(post) == State::queued);
    CHECK_FALSE(world.publisher->next_due());
    REQUIRE(world.publisher->resume(account));
    REQUIRE(world.await_state(post, State::published));
  }
}

TEST_CASE("what is projected is what then happens") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api(), plan_of("Mon-Thu 09:00-17:00", 3h, 2));
  REQUIRE(world.await_known());
  world.now = at("2040-01-02T08:00:00Z");
  std::vector<core::PostId> posts;
  for (int i = 0; i < 6; ++i) {
    core::Post post = world.post_of("Post " + std::to_string(i));
    if (i == 1) post.not_before = at("2040-01-04T12:00:00Z");
    posts.push_back(world.enqueue(std::move(post)));
  }
  REQUIRE(world.queue.move_to(posts.at(4), at("2040-01-02T20:15:00Z"), world.now));
  REQUIRE(world.queue.move(posts.at(5), queue::Move::first, world.now));
  const auto projected = world.publisher->projected(10);
  REQUIRE(projected.size() == posts.size());
  std::map<core::TimePoint, core::PostId> in_order;
  for (const auto& [post, time] : projected) in_order.emplace(time, post);
  REQUIRE(in_order.size() == posts.size());
  CHECK(in_order.begin()->second == posts.at(5));
  CHECK(projected.at(posts.at(4)) == at("2040-01-02T20:15:00Z"));
  for (const auto& [time, post] : in_order) {
    CAPTURE(time);
    CHECK(world.publisher->next_due() == time);
    world.look_at(time - 1ms);
    CHECK(world.state(post) == State::queued);
    world.look_at(time);
    CHECK(world.state(post) == State::published);
  }
}

TEST_CASE("a clock that steps back or years ahead sends nothing early and nothing twice") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api(), plan_of("daily 07:00-09:00", 20h, 1));
  REQUIRE(world.await_known());
  const core::PostId one = world.enqueue("One");
  const core::PostId two = world.enqueue("Two");
  world.look_at(at("2040-01-03T07:30:00Z"));
  REQUIRE(world.state(one) == State::published);
  // When, and how many posts Medium has been sent by then.
  const std::array steps{std::pair(at("2040-01-03T06:30:00Z"), 1U), std::pair(at("2040-01-03T07:00:00Z"), 1U),
                         std::pair(at("2040-01-03T08:59:00Z"), 1U), std::pair(at("2050-06-01T06:59:59Z"), 1U),
                         std::pair(at("2040-01-03T09:30:00Z"), 1U), std::pair(at("2050-06-01T07:00:00Z"), 2U),
                         std::pair(at("2040-01-03T07:30:00Z"), 2U)};
  for (const auto& [time, posts] : steps) {
    CAPTURE(time);
    world.look_at(time);
    CHECK(sandbox.count(posts_route) == posts);
  }
  CHECK(world.state(two) == State::published);
  CHECK(sandbox.stories() == 2);
}
