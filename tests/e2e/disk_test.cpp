// A state directory that is full, for real: a small tmpfs that this process and its children alone see.
#include <doctest/doctest.h>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

namespace fs = std::filesystem;

// A world whose state directory has room for so much.
struct SmallDisk {
  // False: this machine does not let the test mount anything.
  bool start() {
    fs::create_directory(world.daemon.state_directory());
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", world.daemon.state_directory().c_str(), "tmpfs", 0, "size=2m") != 0) {
      MESSAGE("skipped: this machine does not let the test mount a tmpfs");
      return false;
    }
    world.daemon.start();
    world.await("the account is known", [this] { return world.account().at("username") == "jane"; });
    return true;
  }
  ~SmallDisk() {
    ::umount2(world.daemon.state_directory().c_str(), MNT_DETACH);  // where nothing is mounted it does nothing
  }
  fs::path ballast() const { return world.daemon.state_directory() / "ballast"; }
  void fill() const {
    std::ofstream file(ballast(), std::ios::binary);
    while (file << std::string(4096, 'x') && file.flush()) {
    }
  }
  void make_room() const { fs::remove(ballast()); }
  void await_standstill() const {
    world.await("it stands still", [this] { return contains(world.daemon.ctl({"status"}).output, "make room"); });
  }
  // It begins anew then: for a moment nobody answers.
  void await_published(const std::string& title) {
    const std::vector<std::string> list{"list", "--state", "published"};
    world.await(title + " is published", [&] { return contains(world.daemon.ctl(list).output, title); });
  }

  World world;
};

}  // namespace

TEST_CASE("on a full disk nothing is sent and status answers and it goes on by itself when there is room") {
  SmallDisk disk;
  if (!disk.start()) return;
  const World& world = disk.world;
  disk.fill();
  const std::string text = "# Large\n\n" + std::string(300'000, 'y') + "\n";
  world.drop("Large.md", text);
  disk.await_standstill();
  CHECK(world.daemon.ctl({"status", "--check"}).status == 4);
  CHECK(world.posts_sent() == 0);
  const std::string stopped = world.daemon.ctl({"status"}).output;
  CAPTURE(stopped);
  CHECK_FALSE(contains(stopped, "No folder or feed"));
  CHECK(contains(stopped, "drop: stopped: the state directory can't be written"));
  CHECK(contains(stopped, "it goes on by itself"));
  CHECK(fs::file_size(world.folder() / "Large.md") == text.size());
  const auto pid = world.daemon.process().pid();
  disk.make_room();
  disk.await_published("Large");
  CHECK(world.posts_sent() == 1);
  CHECK(world.daemon.process().pid() == pid);
  CHECK_FALSE(contains(world.daemon.ctl({"status"}).output, "make room"));
}

TEST_CASE("a daemon that starts on a full disk says that its sources are stopped") {
  SmallDisk disk;
  if (!disk.start()) return;
  World& world = disk.world;
  REQUIRE(world.daemon.stop() == 0);
  const std::string text = "# Large\n\n" + std::string(300'000, 'y') + "\n";
  world.drop("Large.md", text);
  disk.fill();
  // As much as opening the queue takes; without it the daemon does not start at all.
  fs::resize_file(disk.ballast(), fs::file_size(disk.ballast()) - 128 * 1024);
  world.daemon.start();
  disk.await_standstill();
  const Ran status = world.daemon.ctl({"status"});
  CAPTURE(status.output);
  CHECK(status.status == 0);
  CHECK(contains(status.output, "drop: stopped: the state directory can't be written"));
  disk.make_room();
  disk.await_published("Large");
  CHECK(world.posts_sent() == 1);
}

TEST_CASE("an answer that came while the disk was full is written down once there is room") {
  SmallDisk disk;
  if (!disk.start()) return;
  const World& world = disk.world;
  world.sandbox.post("/faults", {{"fault", "delay"}, {"delay_ms", 1500}, {"match", "posts"}, {"count", 1}});
  world.drop_post("Slow");
  world.await("the POST has come", [&] { return world.posts_sent() == 1; });
  disk.fill();
  disk.await_standstill();
  disk.make_room();
  disk.await_published("Slow");
  CHECK(world.posts_sent() == 1);
  CHECK(world.stories("Slow").size() == 1);
}
