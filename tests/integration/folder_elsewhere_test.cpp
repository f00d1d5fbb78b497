#include "integration/folder_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

std::string long_article(const std::string& title, const std::string& word) {
  std::string text = "# " + title + "\n\n";
  for (int i = 0; i < 300; ++i) text += word + std::to_string(i) + " ";
  return text + "\n";
}

// Published as "a.md" with a long text of words that begin with "alpha".
struct Published : FolderWorld {
  Published() {
    start();
    write("a.md", long_article("First", "alpha"));
    REQUIRE(await_state("a.md", State::queued));
    rest();
    id = publish("a.md");
    rest();
  }
  core::PostId id;
  queue::Record record() const { return queue->find(id).value(); }
};

}  // namespace

TEST_CASE("a file that is renamed and edited in one go stays the post it was") {
  Published world;
  fs::remove(world.drop() / "a.md");
  world.write("b.md", long_article("First", "alpha") + "A typo is mended.\n");
  REQUIRE(world.await([&] { return world.record().origin == "b.md"; }));
  CHECK(world.record().drifted);
  CHECK(world.all() == 1);
}

TEST_CASE("a held file that is renamed and edited in one go stays held at its place") {
  FolderWorld world;
  world.start();
  world.write("a.md", long_article("First", "alpha"));
  REQUIRE(world.await_state("a.md", State::queued));
  REQUIRE(world.queue->hold(world.find("a.md")->id, SourceWorld::now()));
  fs::remove(world.drop() / "a.md");
  world.write("b.md", long_article("First", "alpha") + "A typo is mended.\n");
  REQUIRE(world.await_state("b.md", State::held));
  CHECK(world.all() == 1);
}

TEST_CASE("a like text beside the file that is there is a post of its own") {
  Published world;
  world.write("b.md", long_article("First", "alpha") + "More.\n");
  REQUIRE(world.await_state("b.md", State::queued));
  CHECK(world.record().origin == "a.md");
  CHECK_FALSE(world.record().drifted);
}

TEST_CASE("another article under the name of a published one whose file was gone is a new post") {
  Published world;
  fs::remove(world.drop() / "a.md");
  world.rest();
  SUBCASE("of another text") {
    world.write("a.md", long_article("Second", "beta"));
    REQUIRE(world.await_state("a.md", State::queued));
    CHECK(world.find("a.md")->id != world.id);
    CHECK_FALSE(world.record().drifted);
  }
  SUBCASE("of the same text with edits: no other article") {
    world.write("a.md", long_article("First", "alpha") + "More.\n");
    REQUIRE(world.await([&] { return world.record().drifted; }));
    CHECK(world.all() == 1);
  }
}

TEST_CASE("a published file that is rewritten where it is has drifted") {
  Published world;
  world.write("a.md", long_article("Second", "beta"));
  REQUIRE(world.await([&] { return world.record().drifted; }));
  CHECK(world.all() == 1);
}

TEST_CASE("a published file that is moved while another takes its name is known where it went") {
  Published world;
  fs::create_directory(world.drop() / "arch");
  fs::rename(world.drop() / "a.md", world.drop() / "arch/first.md");
  world.write("a.md", long_article("Second", "beta"));
  REQUIRE(world.await_state("a.md", State::queued));
  world.rest();
  CHECK(world.record().state == State::published);
  CHECK_FALSE(world.record().drifted);
  CHECK(world.record().origin != "a.md");
  CHECK(world.count(State::queued) == 1);
}

TEST_CASE("published files that change their names among each other are what they were") {
  Published world;
  world.write("b.md", long_article("Second", "beta"));
  REQUIRE(world.await_state("b.md", State::queued));
  const core::PostId second = world.publish("b.md");
  world.rest();
  fs::rename(world.drop() / "a.md", world.drop() / "swap");
  fs::rename(world.drop() / "b.md", world.drop() / "a.md");
  fs::rename(world.drop() / "swap", world.drop() / "b.md");
  REQUIRE(world.await([&] { return world.record().origin == "b.md" && world.queue->find(second)->origin == "a.md"; }));
  world.rest();
  CHECK_FALSE(world.record().drifted);
  CHECK_FALSE(world.queue->find(second)->drifted);
  CHECK(world.all() == 2);
}

TEST_CASE("copies of conflicts that synchronising programs leave are not sent and say so") {
  for (const char* name :
       {"a (conflicted copy 2026-01-02).md", "a (Ann's conflicted copy 2026-01-02).md",
        "a.sync-conflict-20260102-120000-ABCDEFG.md", "a_conflict-20260102-120000.md", "a (Case Conflict).md"}) {
    CAPTURE(name);
    Published world;
    world.write(name, long_article("First", "alpha") + "Another word.\n");
    REQUIRE(world.await_state(name, State::skipped));
    CHECK(world.find(name)->reason->find("two places") != std::string::npos);
    fs::rename(world.drop() / name, world.drop() / "own.md");
    REQUIRE(world.await_state("own.md", State::queued));
  }
}
