// after = "move": published/ and failed/, and what comes back from them.
#include <sys/stat.h>

#include "integration/folder_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

class MovingWorld : public FolderWorld {
 public:
  source::FolderSettings moving() const {
    source::FolderSettings settings = FolderWorld::settings();
    settings.after = source::After::move;
    return settings;
  }
  using FolderWorld::start;
  void start() { start({moving()}); }

  void queue_post(const std::string& title) {
    write_post(title);
    REQUIRE(await_state(title + ".md", State::queued));
  }

  // One post is sent and one failed, and nobody is there to put their files away.
  void settle_unseen() {
    start();
    queue_post("one");
    queue_post("two");
    sources.reset();
    queue->set_observer({});
    publish("one.md");
    fail("two.md");
  }
};

}  // namespace

TEST_CASE("a published file is put away with its content and never read as new") {
  MovingWorld world;
  world.start();
  world.queue_post("one");
  const std::string text = FolderWorld::text_of(world.drop() / "one.md");
  const core::PostId id = world.publish("one.md");
  REQUIRE(world.await_file("published/one.md"));
  CHECK_FALSE(fs::exists(world.drop() / "one.md"));
  CHECK(FolderWorld::text_of(world.drop() / "published/one.md") == text);
  REQUIRE(world.await_state("published/one.md", State::published));
  CHECK(world.find("published/one.md")->id == id);
  world.write("published/stranger.md", "# Stranger\n\nPut there by somebody.\n");
  world.rest();
  world.start();
  world.rest();
  CHECK(world.all() == 1);
}

TEST_CASE("a failed file is put away with a note that says why and what to do") {
  MovingWorld world;
  world.start();
  world.write("broken.md", "---\ntitle: [\n---\nBody.\n");
  world.queue_post("refused");
  const core::PostId id = world.fail("refused.md");
  REQUIRE(world.await_file("failed/broken.md.error.txt"));
  REQUIRE(world.await_file("failed/refused.md.error.txt"));
  CHECK(fs::exists(world.drop() / "failed/broken.md"));
  CHECK_FALSE(fs::exists(world.drop() / "broken.md"));
  CHECK(FolderWorld::text_of(world.drop() / "failed/broken.md.error.txt").find("line ") != std::string::npos);
  const std::string note = FolderWorld::text_of(world.drop() / "failed/refused.md.error.txt");
  CHECK(note.find("Medium said no") != std::string::npos);
  CHECK(note.find("mediumsyncctl retry " + std::to_string(id.value)) != std::string::npos);
  world.rest();
  CHECK(world.count(State::failed) == 2);
  CHECK(world.all() == 2);
}

TEST_CASE("what is put away never takes the place of another file") {
  MovingWorld world;
  fs::create_directories(world.drop() / "published");
  world.write("published/one.md", "an older one");
  world.write("published/one-1.md", "another");
  world.start();
  world.queue_post("one");
  world.publish("one.md");
  REQUIRE(world.await_file("published/one-2.md"));
  CHECK(FolderWorld::text_of(world.drop() / "published/one.md") == "an older one");
  CHECK(FolderWorld::text_of(world.drop() / "published/one-1.md") == "another");
  world.write_post("one");
  world.write("one.md", "# Quite another\n\nOf the same name.\n");
  REQUIRE(world.await_state("one.md", State::queued));
  CHECK(world.all() == 2);
}

TEST_CASE("files in subfolders keep their places and bundles go whole") {
  MovingWorld world;
  fs::create_directories(world.drop() / "2026/11");
  fs::create_directories(world.drop() / "page");
  fs::create_directories(world.drop() / "Trip.textbundle/assets");
  world.write("2026/11/deep.md", "# Deep\n\nText.\n");
  world.write("page/index.md", "# Page\n\n![p](p.png)\n");
  world.write("page/p.png", "\x89PNG\r\n\x1a\n page");
  world.write("Trip.textbundle/assets/a.png", "\x89PNG\r\n\x1a\n trip");
  world.write("Trip.textbundle/text.md", "# Trip\n\n![a](assets/a.png)\n");
  world.start();
  REQUIRE(world.await_count(State::queued, 3));
  for (const std::string origin : {"2026/11/deep.md", "page", "Trip.textbundle"}) world.publish(origin);
  REQUIRE(world.await_file("published/2026/11/deep.md"));
  REQUIRE(world.await_file("published/page/p.png"));
  REQUIRE(world.await_file("published/Trip.textbundle/assets/a.png"));
  CHECK_FALSE(fs::exists(world.drop() / "page"));
  CHECK_FALSE(fs::exists(world.drop() / "Trip.textbundle"));
  world.rest();
  CHECK(world.all() == 3);
  CHECK(world.count(State::published) == 3);
}

TEST_CASE("a bundle in which another post waits stays until then") {
  MovingWorld world;
  fs::create_directories(world.drop() / "page");
  world.write("page/index.md", "# Page\n\nText.\n");
  world.write("page/other.md", "# Other\n\nText.\n");
  world.start();
  REQUIRE(world.await_count(State::queued, 2));
  world.publish("page");
  world.rest();
  CHECK(fs::exists(world.drop() / "page/index.md"));
  CHECK(world.find("page/other.md")->state == State::queued);
}

TEST_CASE("a file that was changed after it was sent is not put away and both are said") {
  MovingWorld world;
  source::FolderSettings settings = world.moving();
  settings.settle = 300ms;
  world.start({settings});
  world.queue_post("one");
  world.write("one.md", "# one\n\nChanged at the last moment.\n");
  world.publish("one.md");
  REQUIRE(world.await([&] { return world.find("one.md")->drifted; }));
  world.rest();
  CHECK(fs::exists(world.drop() / "one.md"));
  REQUIRE(world.queue->acknowledge_drift(world.find("one.md")->id, SourceWorld::now()));
  REQUIRE(world.await_file("published/one.md"));
}

TEST_CASE("a move that did not happen is done at the next start") {
  MovingWorld world;
  world.settle_unseen();
  world.start();
  REQUIRE(world.await_file("published/one.md"));
  REQUIRE(world.await_file("failed/two.md.error.txt"));
  world.rest();
  CHECK(world.all() == 2);
}

TEST_CASE("a move that happened before the queue was told is not taken for a deletion") {
  MovingWorld world;
  world.settle_unseen();
  fs::create_directories(world.drop() / "published");
  fs::create_directories(world.drop() / "failed");
  world.write("failed/two.md", "somebody else's");
  fs::rename(world.drop() / "one.md", world.drop() / "published/one.md");
  fs::rename(world.drop() / "two.md", world.drop() / "failed/two-1.md");
  world.start();
  REQUIRE(world.await_state("published/one.md", State::published));
  REQUIRE(world.await_state("failed/two-1.md", State::failed));
  CHECK(world.await_file("failed/two-1.md.error.txt"));
  world.rest();
  CHECK(world.count(State::failed) == 1);
  CHECK(world.all() == 2);
}

TEST_CASE("a failed file that is put back is tried again whether it was mended or not") {
  MovingWorld world;
  world.start();
  for (const std::string name : {"same", "mended", "edited"}) {
    world.queue_post(name);
    world.fail(name + ".md");
    REQUIRE(world.await_file("failed/" + name + ".md.error.txt"));
  }
  fs::rename(world.drop() / "failed/same.md", world.drop() / "same.md");
  fs::remove(world.drop() / "failed/mended.md");
  world.write("mended.md", "# mended\n\nBetter.\n");
  world.write("failed/edited.md", "# edited\n\nWhere it lies.\n");
  REQUIRE(world.await_count(State::queued, 3));
  CHECK(world.find("same.md"));
  CHECK(world.find("mended.md"));
  CHECK(world.find("failed/edited.md"));
  world.rest();
  CHECK(world.all() == 3);
  for (const std::string name : {"same", "mended", "edited"}) {
    CAPTURE(name);
    CHECK_FALSE(fs::exists(world.drop() / ("failed/" + name + ".md.error.txt")));
  }
  for (const std::string origin : {"same.md", "mended.md"})
    REQUIRE(world.queue->hold(world.find(origin)->id, SourceWorld::now()));
  world.publish("failed/edited.md");
  CHECK(world.await_file("published/edited.md"));
}

TEST_CASE("a broken file that is put back unmended fails again and goes back") {
  MovingWorld world;
  world.start();
  world.write("broken.md", "---\ntitle: [\n---\nBody.\n");
  REQUIRE(world.await_file("failed/broken.md.error.txt"));
  fs::rename(world.drop() / "failed/broken.md", world.drop() / "broken.md");
  REQUIRE(world.await([&] { return !fs::exists(world.drop() / "broken.md"); }));
  REQUIRE(world.await_file("failed/broken.md.error.txt"));
  CHECK(world.all() == 1);
}

TEST_CASE("a published file that is put back is known and goes away again and an edited one is held as changed") {
  MovingWorld world;
  world.start();
  world.queue_post("same");
  world.queue_post("edited");
  world.publish("same.md");
  world.publish("edited.md");
  REQUIRE(world.await_file("published/same.md"));
  REQUIRE(world.await_file("published/edited.md"));
  fs::rename(world.drop() / "published/same.md", world.drop() / "same.md");
  REQUIRE(world.await([&] { return !fs::exists(world.drop() / "same.md"); }));
  CHECK(fs::exists(world.drop() / "published/same.md"));
  fs::rename(world.drop() / "published/edited.md", world.drop() / "edited.md");
  world.write("edited.md", "# edited\n\nSecond thoughts.\n");
  REQUIRE(world.await([&] {
    const auto post = world.find("edited.md");
    return post && post->drifted;
  }));
  CHECK(world.all() == 2);
  CHECK(world.count(State::published) == 2);
}

TEST_CASE("a failed file that is deleted is given up") {
  MovingWorld world;
  world.start();
  world.queue_post("one");
  world.fail("one.md");
  REQUIRE(world.await_file("failed/one.md.error.txt"));
  fs::remove(world.drop() / "failed/one.md");
  REQUIRE(world.await_state("failed/one.md", State::skipped));
  CHECK(world.find("failed/one.md")->cause == Cause::gone);
}

TEST_CASE("a move that can't be made is said and made once it can") {
  MovingWorld world;
  world.start();
  world.queue_post("one");
  world.write("published", "a file where the directory should be");
  world.publish("one.md");
  REQUIRE(world.await([&] { return world.view().health == source::Health::failing; }));
  CHECK(world.view().reason->find("one.md") != std::string::npos);
  CHECK(fs::exists(world.drop() / "one.md"));
  fs::remove(world.drop() / "published");
  world.poll();
  REQUIRE(world.await_file("published/one.md"));
  CHECK(world.view().health == source::Health::ok);
}

TEST_CASE("what was put away stays known when files are to be kept again") {
  MovingWorld world;
  world.start();
  world.queue_post("one");
  world.queue_post("two");
  world.publish("one.md");
  world.fail("two.md");
  REQUIRE(world.await_file("published/one.md"));
  REQUIRE(world.await_file("failed/two.md.error.txt"));
  world.start({world.settings()});
  world.rest();
  CHECK(world.all() == 2);
  CHECK(world.count(State::failed) == 1);
}
