#include "integration/folder_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

source::FolderSettings as_draft(const FolderWorld& world) {
  source::FolderSettings settings = world.settings();
  settings.rules.status = core::PublishStatus::draft;
  settings.rules.license = core::License::public_domain;
  settings.rules.tags = {"zed"};
  settings.rules.publication = "Notes";
  settings.rules.notify_followers = core::NotifyFollowers::yes;
  settings.base_url = "https://blog.example/";
  return settings;
}

source::FolderSettings as_public(const FolderWorld& world) {
  source::FolderSettings settings = world.settings();
  settings.rules.status = core::PublishStatus::public_;
  return settings;
}

}  // namespace

TEST_CASE("posts that wait follow the settings as they are changed and keep their places") {
  FolderWorld world;
  world.start({as_public(world)});
  for (const char* title : {"one", "two", "three"}) {
    world.write_post(title);
    REQUIRE(world.await_state(std::string(title) + ".md", State::queued));
  }
  REQUIRE(world.queue->move(world.find("three.md")->id, queue::Move::first, SourceWorld::now()));
  REQUIRE(world.queue->hold(world.find("two.md")->id, SourceWorld::now()));
  world.publish("one.md");
  const source::FolderSettings changed = as_draft(world);
  SUBCASE("by a reload") {
    world.sources->configure({changed}, {}, {.addresses = http::Addresses::any});
  }
  SUBCASE("by a restart") {
    world.start({changed});
  }
  world.rest();
  for (const char* origin : {"two.md", "three.md"}) {
    const auto post = world.queue->post(world.find(origin)->id).value();
    CHECK(post.status == core::PublishStatus::draft);
    CHECK(post.license == core::License::public_domain);
    CHECK(post.tags == std::vector<std::string>{"zed"});
    CHECK(post.publication == "Notes");
    CHECK(post.notify_followers == core::NotifyFollowers::yes);
  }
  CHECK(world.find("two.md")->state == State::held);
  CHECK(world.find("three.md")->state == State::queued);
  CHECK(world.find("one.md")->state == State::published);
  CHECK_FALSE(world.find("one.md")->drifted);
  CHECK(world.find("one.md")->status == core::PublishStatus::public_);
  world.write_post("four");
  REQUIRE(world.await_state("four.md", State::queued));
  CHECK(world.queue->waiting("main", std::nullopt, 10).front().origin == "three.md");
}

TEST_CASE("a file that changes its settings and nothing else is not drifted when it is touched later") {
  FolderWorld world;
  world.start({as_public(world)});
  world.write_post("one");
  REQUIRE(world.await_state("one.md", State::queued));
  world.publish("one.md");
  source::FolderSettings settings = as_public(world);
  settings.rules.status = core::PublishStatus::unlisted;
  settings.rules.tags = {"other"};
  world.start({settings});
  fs::last_write_time(world.drop() / "one.md", fs::file_time_type::clock::now());
  world.rest();
  CHECK_FALSE(world.find("one.md")->drifted);
}

TEST_CASE("a post that failed or was skipped has the new settings for the day it is asked for") {
  FolderWorld world;
  world.start({as_public(world)});
  world.write_post("refused");
  world.write_post("skipped");
  REQUIRE(world.await_count(State::queued, 2));
  world.fail("refused.md");
  REQUIRE(world.queue->skip(world.find("skipped.md")->id, SourceWorld::now()));
  world.start({as_draft(world)});
  world.rest();
  CHECK(world.find("refused.md")->state == State::failed);
  CHECK(world.find("skipped.md")->state == State::skipped);
  CHECK(world.find("refused.md")->status == core::PublishStatus::draft);
  CHECK(world.find("skipped.md")->status == core::PublishStatus::draft);
}

TEST_CASE("a folder that is configured under another name is the same source with all its posts") {
  FolderWorld world;
  world.start();
  for (const char* title : {"one", "two", "three"}) world.write_post(title);
  REQUIRE(world.await_count(State::queued, 3));
  world.rest();
  REQUIRE(world.queue->hold(world.find("two.md")->id, SourceWorld::now()));
  world.publish("three.md");
  source::FolderSettings renamed = world.settings();
  renamed.rules = rules_of("posts");
  SUBCASE("by a reload") {
    world.sources->configure({renamed}, {}, {.addresses = http::Addresses::any});
  }
  SUBCASE("by a restart") {
    world.start({renamed});
  }
  world.write("one.md", "# one\n\nAbout something else altogether.\n");
  fs::remove(world.drop() / "two.md");
  REQUIRE(world.await_state("two.md", State::skipped));
  world.rest();
  CHECK(world.all() == 3);
  CHECK(world.find("one.md")->source == "posts");
  CHECK(world.find("one.md")->state == State::queued);
  CHECK(world.find("three.md")->state == State::published);
  CHECK(world.queue->sources_waited_from() == std::vector<std::string>{"posts"});
  CHECK(world.view().items == 3);
}

TEST_CASE("a source that is configured no more is named while its posts wait") {
  FolderWorld world;
  world.start();
  world.write_post("one");
  REQUIRE(world.await_state("one.md", State::queued));
  source::FolderSettings other = world.settings();
  other.rules = rules_of("other");
  other.path = (world.directory / "elsewhere").string();
  world.start({other});
  CHECK(world.queue->sources_waited_from() == std::vector<std::string>{"drop"});
  CHECK(world.find("one.md")->source == "drop");
}

TEST_CASE("posts whose files the include does not name any more leave the queue and come back with it") {
  FolderWorld world;
  world.write_post("one");
  world.write("two.html", "<h1>Two</h1><p>Text of two.</p>");
  world.start();
  REQUIRE(world.await_count(State::queued, 2));
  source::FolderSettings narrow = world.settings();
  narrow.include = {"*.md"};
  world.start({narrow});
  REQUIRE(world.await_state("two.html", State::skipped));
  CHECK(world.find("two.html")->reason->find("include") != std::string::npos);
  CHECK(world.find("one.md")->state == State::queued);
  world.start();
  REQUIRE(world.await_state("two.html", State::queued));
  CHECK(world.all() == 2);
}

TEST_CASE("a file that is broken or empty for a while keeps its place and a person's hold its reason") {
  FolderWorld world;
  world.start();
  for (const char* title : {"one", "two", "three"}) {
    world.write_post(title);
    REQUIRE(world.await_state(std::string(title) + ".md", State::queued));
  }
  REQUIRE(world.queue->move(world.find("three.md")->id, queue::Move::first, SourceWorld::now()));
  world.write("three.md", "---\ntitle: [\n---\nText.\n");
  REQUIRE(world.await_state("three.md", State::failed));
  world.write_post("three");
  REQUIRE(world.await_state("three.md", State::queued));
  CHECK(world.queue->waiting("main", std::nullopt, 10).front().origin == "three.md");

  REQUIRE(world.queue->hold(world.find("one.md")->id, SourceWorld::now()));
  world.write("one.md", "---\ndraft: true\n---\n# one\n\nAbout one.\n");
  REQUIRE(world.await([&] { return world.find("one.md")->reason->find("draft") != std::string::npos; }));
  world.write("one.md", "# one\n\nAbout one.\n");
  REQUIRE(world.await([&] { return world.find("one.md")->reason == "held by a person"; }));
  CHECK(world.find("one.md")->state == State::held);
}
