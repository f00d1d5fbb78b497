#include <algorithm>

#include "integration/publish_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

const queue::PublishedStory story{"e2e2e2e2e2e2", "https://medium.com/@jane/by-hand-e2e2e2e2e2e2", std::nullopt};

publish::AccountSettings by_hand(const sandbox::SandboxProcess& sandbox, schedule::Plan plan, int most_open = 3) {
  publish::AccountSettings settings;
  settings.name = "main";
  settings.site = sandbox.base();
  settings.username = "jane";
  settings.hand_offs = publish::HandOffs{most_open};
  settings.images.addresses = http::Addresses::any;
  settings.plan = std::move(plan);
  return settings;
}

void become(PublishWorld& world, publish::AccountSettings settings) {
  std::vector<publish::AccountSettings> all;
  all.push_back(std::move(settings));
  world.publisher->configure(std::move(all));
}

std::size_t requests(const sandbox::SandboxProcess& sandbox) {
  return sandbox.count("GET /me") + sandbox.count(posts_route);
}

std::size_t reminders(PublishWorld& world) {
  const auto events = world.queue.events(0, 1000);
  return static_cast<std::size_t>(std::ranges::count(events, "hand-off-reminder", &queue::Event::kind));
}

core::TimePoint at(const char* text) {
  return *core::parse_rfc3339(text);
}

}  // namespace

TEST_CASE("without a token posts are handed off in their slots and Medium's API is never asked") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  const std::size_t before = requests(sandbox);
  become(world, by_hand(sandbox, plan_of("Tue-Fri 07:00-09:00", 20h, 1)));
  const core::PostId first = world.enqueue("One");
  const core::PostId second = world.enqueue("Two");
  world.look();
  CHECK(world.account().state == AccountState::ready);
  CHECK(world.account().means == publish::Means::hand_off);
  CHECK(world.account().username == "jane");
  CHECK(world.publisher->next_due() == at("2040-01-03T07:00:00Z"));
  world.look_at(at("2040-01-03T07:00:00Z") - 1ms);
  CHECK(world.state(first) == State::queued);
  world.look_at(at("2040-01-03T07:00:00Z"));
  CHECK(world.state(first) == State::handed_off);
  CHECK(world.state(second) == State::queued);
  world.look_at(at("2040-01-03T08:59:59Z"));
  CHECK(world.state(second) == State::queued);
  CHECK(world.account().next_due == at("2040-01-04T07:00:00Z"));
  world.look_at(at("2040-01-04T07:00:00Z"));
  CHECK(world.state(second) == State::handed_off);
  CHECK(requests(sandbox) == before);
}

TEST_CASE("the next post is handed off in the first slot after one is done") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  become(world, by_hand(sandbox, at_once(), 2));
  std::vector<core::PostId> posts;
  for (const char* title : {"One", "Two", "Three"}) posts.push_back(world.enqueue(title));
  REQUIRE(world.await_state(posts.at(1), State::handed_off));
  world.look();
  CHECK(world.state(posts.at(2)) == State::queued);
  CHECK_FALSE(world.publisher->next_due());
  REQUIRE(world.account().reason);
  CHECK(world.account().reason->find("hand_offs_open") != std::string::npos);
  REQUIRE(world.queue.done(posts.at(0), story, world.now));
  REQUIRE(world.await_state(posts.at(2), State::handed_off));
}

TEST_CASE("a person's pause holds hand-offs back too") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  become(world, by_hand(sandbox, at_once()));
  REQUIRE(world.publisher->pause("main"));
  const core::PostId post = world.enqueue("One");
  world.look();
  CHECK(world.state(post) == State::queued);
  REQUIRE(world.publisher->resume("main"));
  REQUIRE(world.await_state(post, State::handed_off));
}

TEST_CASE("a hand-off is recalled after a day and once though the daemon starts again") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  become(world, by_hand(sandbox, at_once()));
  const core::PostId post = world.enqueue("One");
  REQUIRE(world.await_state(post, State::handed_off));
  world.look_at(world.now + 24h - 1ms);
  CHECK(reminders(world) == 0);
  world.start(at_once());
  become(world, by_hand(sandbox, at_once()));
  world.look_at(world.now + 1ms);
  CHECK(reminders(world) == 1);
  world.look_at(world.now + 48h);
  CHECK(reminders(world) == 1);
}

TEST_CASE("a kit is there for what a person may publish and says why for what not") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  become(world, by_hand(sandbox, plan_of("Tue 07:00-09:00", 20h, 1)));
  core::Post post = world.post_of("One");
  post.body.blocks.push_back({core::Image{core::LocalImage{"a.png"}, "A", {}, std::nullopt}});
  const core::PostId id = world.enqueue(post, {{"a.png", "image/png", "bytes", crypto::sha256_hex("bytes")}});
  const auto kit = world.publisher->kit(id);
  REQUIRE(kit);
  CHECK(kit->html.find("is ready for Medium") != std::string::npos);
  CHECK(kit->html.find("mediumsyncctl hold") == std::string::npos);
  CHECK(kit->html.find(sandbox.base() + "/new-story") != std::string::npos);
  REQUIRE(kit->files.size() == 1);
  CHECK(kit->files.front().name == "01-a.png");
  CHECK(world.queue.asset_bytes(kit->files.front().digest) == "bytes");
  REQUIRE(world.queue.skip(id, world.now));
  CHECK(world.publisher->kit(id).error().message.find("release") != std::string::npos);
  REQUIRE(world.queue.release(id, world.now));
  REQUIRE(world.queue.done(id, story, world.now));
  CHECK(world.publisher->kit(id).error().message.find(*story.url) != std::string::npos);
}

TEST_CASE("a dead token names the posts that a person may publish and their kits warn of a second story") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  REQUIRE(world.await_known());
  CHECK(world.account().stranded.empty());
  sandbox.post("/tokens/revoke", {{"token", "sandbox-token-jane"}});
  const core::PostId post = world.enqueue("One");
  REQUIRE(world.await_account(AccountState::stopped));
  CHECK(world.account().stranded == std::vector{post});
  CHECK(world.state(post) == State::queued);
  const auto kit = world.publisher->kit(post);
  REQUIRE(kit);
  CHECK(kit->html.find("mediumsyncctl hold " + std::to_string(post.value)) != std::string::npos);
}

TEST_CASE("a block that lasts past the window names the posts that missed it") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api(), plan_of("Mon-Fri 11:00-12:00", 20h, 1));
  REQUIRE(world.await_known());
  const core::PostId post = world.enqueue("One");
  sandbox.post("/faults", {{"fault", "cf_all"}, {"match", "any"}, {"count", "all"}});
  world.look_at(at("2040-01-02T11:00:00Z"));
  REQUIRE(world.await_account(AccountState::paused));
  CHECK(world.account().stranded.empty());
  world.now = at("2040-01-02T12:00:00Z");
  CHECK(world.account().stranded == std::vector{post});
}

TEST_CASE("an account without a token is verified by its page and its feed") {
  const sandbox::SandboxProcess sandbox;
  PublishWorld world(sandbox.api());
  std::vector<publish::Check> checks;
  const auto verify = [&](const std::string& username) {
    publish::AccountSettings settings = by_hand(sandbox, at_once());
    settings.username = username;
    become(world, std::move(settings));
    checks.clear();
    REQUIRE(world.publisher->verify("main", [&](std::vector<publish::Check> done) { checks = std::move(done); }));
    REQUIRE(world.await([&] { return !checks.empty(); }));
    REQUIRE(checks.size() == 3);
  };
  using Result = publish::Check::Result;
  verify("jane");
  CHECK(std::ranges::all_of(checks, [](const publish::Check& one) { return one.result == Result::passed; }));
  verify("nobody-of-that-name");
  CHECK(checks.at(1).result == Result::failed);
  CHECK(checks.at(1).detail.find("mend `username`") != std::string::npos);
  CHECK(checks.at(2).result == Result::failed);
}
