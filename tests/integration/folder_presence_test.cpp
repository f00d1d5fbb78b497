#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "integration/folder_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

// A mount that goes with the test. `done` is false where nothing can be mounted.
struct Mounted {
  Mounted(fs::path where, const char* type, const char* what = "none", unsigned long flags = 0)
      : path(std::move(where)), done(::mount(what, path.c_str(), type, flags, nullptr) == 0) {
    if (!done) MESSAGE("skipped: nothing can be mounted here");
  }
  ~Mounted() {
    if (done) ::umount2(path.c_str(), MNT_DETACH);
  }
  Mounted(const Mounted&) = delete;
  Mounted& operator=(const Mounted&) = delete;

  fs::path path;
  bool done;
};

struct Three : FolderWorld {
  void fill() {
    for (const char* title : {"one", "two", "three"}) write_post(title);
  }
  bool await_missing() {
    return await([&] { return view().health == source::Health::missing; }, 4s);
  }
  bool await_well() {
    return await([&] { return view().health == source::Health::ok; });
  }
};

}  // namespace

TEST_CASE("a folder that was watched before it was mounted is seen for the first time when it is") {
  Three world;
  source::FolderSettings settings = world.settings();
  settings.existing = source::Existing::ignore;
  world.start({settings});
  world.poll();
  fs::create_directory(world.directory / "real");
  for (const char* name : {"one.md", "two.md", "three.md"})
    std::ofstream(world.directory / "real" / name) << "# " << name << "\n\nText of " << name << "\n";
  const Mounted mounted(world.drop(), "none", (world.directory / "real").c_str(), MS_BIND);
  if (!mounted.done) return;
  REQUIRE(world.await_count(State::skipped, 3));
  CHECK(world.find("one.md")->cause == Cause::baseline);
  world.rest();
  world.write_post("new");
  REQUIRE(world.await_state("new.md", State::queued));
  CHECK(world.count(State::skipped) == 3);
}

TEST_CASE("a mount over the folder is noticed at once and so is its end and nothing counts as deleted") {
  Three world;
  world.fill();
  world.start();
  REQUIRE(world.await_count(State::queued, 3));
  world.rest();
  {
    const Mounted mounted(world.drop(), "tmpfs");
    if (!mounted.done) return;
    CHECK(world.await_missing());
    world.poll();
    CHECK(world.count(State::queued) == 3);
  }
  CHECK(world.await_well());
  CHECK(world.count(State::queued) == 3);
}

TEST_CASE("a bind mount of the same file system that goes is missing and nothing counts as deleted") {
  Three world;
  fs::create_directory(world.directory / "real");
  {
    const Mounted mounted(world.drop(), "none", (world.directory / "real").c_str(), MS_BIND);
    if (!mounted.done) return;
    world.fill();
    world.start();
    REQUIRE(world.await_count(State::queued, 3));
    world.rest();
  }
  CHECK(world.await_missing());
  world.write_post("stray");
  REQUIRE(world.await_state("stray.md", State::queued));
  world.rest();
  CHECK(world.count(State::queued) == 4);
  const Mounted again(world.drop(), "none", (world.directory / "real").c_str(), MS_BIND);
  CHECK(world.await_well());
  world.rest();
  CHECK(world.find("one.md")->state == State::queued);
}

TEST_CASE("a folder that is moved away and made anew is missing until the first is back") {
  Three world;
  world.fill();
  world.start();
  REQUIRE(world.await_count(State::queued, 3));
  world.rest();
  fs::rename(world.drop(), world.directory / "away");
  fs::create_directory(world.drop());
  world.poll();
  CHECK(world.await_missing());
  CHECK(world.view().reason->find("none counts as deleted") != std::string::npos);
  CHECK(world.count(State::queued) == 3);
  fs::remove(world.drop());
  fs::rename(world.directory / "away", world.drop());
  world.poll();
  CHECK(world.await_well());
  fs::remove(world.drop() / "one.md");
  REQUIRE(world.await_state("one.md", State::skipped));
}

TEST_CASE("a file that was deleted while the folder got another device is noticed") {
  Three world;
  world.fill();
  world.start();
  REQUIRE(world.await_count(State::queued, 3));
  world.rest();
  world.sources.reset();
  const Mounted mounted(world.directory / "drop", "tmpfs");
  if (!mounted.done) return;
  for (const char* title : {"two", "three"}) world.write_post(title);
  world.start();
  REQUIRE(world.await_state("one.md", State::skipped));
  CHECK(world.find("one.md")->cause == Cause::gone);
  CHECK(world.await_well());
  CHECK(world.count(State::queued) == 2);
}

TEST_CASE("a link that the folder is named by is followed when it leads elsewhere") {
  Three world;
  for (const char* version : {"v1", "v2"}) {
    fs::create_directory(world.directory / version);
    std::ofstream(world.directory / version / "one.md") << "# One\n\nText.\n";
  }
  std::ofstream(world.directory / "v2/new.md") << "# New\n\nOther text.\n";
  fs::create_directory_symlink("v1", world.directory / "now");
  source::FolderSettings settings = world.settings();
  settings.path = (world.directory / "now").string();
  world.start({settings});
  REQUIRE(world.await_state("one.md", State::queued));
  world.rest();
  fs::create_directory_symlink("v2", world.directory / "next");
  fs::rename(world.directory / "next", world.directory / "now");
  REQUIRE(world.await_state("new.md", State::queued));
  CHECK(world.count(State::queued) == 2);
}

TEST_CASE("beside a subfolder that can't be read deletions are noticed and a file without rights stays its post") {
  constexpr uid_t nobody = 65534;
  Three world;
  world.fill();
  fs::create_directory(world.drop() / "locked");
  world.write("locked/in.md", "# In\n\nText in.\n");
  const bool as_root = ::geteuid() == 0;
  if (as_root) {
    for (const auto& entry : fs::recursive_directory_iterator(world.drop()))
      REQUIRE(::chown(entry.path().c_str(), nobody, nobody) == 0);
    REQUIRE(::chown(world.drop().c_str(), nobody, nobody) == 0);
    ::chmod(world.directory.path().c_str(), 0755);
    REQUIRE(::seteuid(nobody) == 0);
  }
  struct Back {
    bool needed;
    ~Back() {
      if (needed) static_cast<void>(::seteuid(0));
    }
  };
  const Back back{as_root};
  world.start();
  REQUIRE(world.await_count(State::queued, 4));
  world.rest();
  world.publish("two.md");
  REQUIRE(::chmod((world.drop() / "locked").c_str(), 0) == 0);
  REQUIRE(::chmod((world.drop() / "two.md").c_str(), 0) == 0);
  REQUIRE(::chmod((world.drop() / "three.md").c_str(), 0) == 0);
  fs::remove(world.drop() / "one.md");
  REQUIRE(world.await_state("one.md", State::skipped));
  for (const char* what : {"can't read two.md", "can't read three.md", "can't read locked"}) {
    CAPTURE(what);
    CHECK(world.await([&] { return world.view().reason.value_or("").find(what) != std::string::npos; }));
  }
  CHECK(world.view().health == source::Health::ok);
  CHECK_FALSE(world.find("two.md")->drifted);
  CHECK(world.find("three.md")->state == State::queued);
  CHECK(world.find("three.md")->title == "three");
  CHECK(world.find("locked/in.md")->state == State::queued);
  REQUIRE(::chmod((world.drop() / "locked").c_str(), 0755) == 0);
  REQUIRE(::chmod((world.drop() / "two.md").c_str(), 0644) == 0);
  REQUIRE(::chmod((world.drop() / "three.md").c_str(), 0644) == 0);
  CHECK(world.await([&] { return !world.view().reason; }));
}

TEST_CASE("directories that lead elsewhere are said and those of other programs are passed over") {
  FolderWorld world;
  fs::create_directory(world.directory / "out");
  fs::create_directory_symlink(world.directory / "out", world.drop() / "posts");
  for (const char* name :
       {"node_modules", "@eaDir", "$RECYCLE.BIN", "lost+found", ".git", "System Volume Information"}) {
    fs::create_directory(world.drop() / name);
    world.write(std::string(name) + "/readme.md", "# Not a post\n\nText.\n");
  }
  fs::create_directory(world.drop() / "modules");
  world.write("modules/a.md", "# A\n\nText.\n");
  world.start();
  REQUIRE(world.await_state("modules/a.md", State::queued));
  world.rest();
  CHECK(world.all() == 1);
  CHECK(world.view().health == source::Health::ok);
  CHECK(world.view().reason->find("posts is a symbolic link") != std::string::npos);
}

TEST_CASE("a file is read once its writer has closed it however long that pauses") {
  FolderWorld world;
  world.start();
  std::ofstream file(world.drop() / "slow.md");
  file << "# Slow\n\nThe first half" << std::flush;
  CHECK_FALSE(world.await([&] { return world.all() > 0; }, 500ms));
  file << " and the second.\n";
  file.close();
  REQUIRE(world.await_state("slow.md", State::queued));
  const auto post = world.queue->post(world.find("slow.md")->id).value();
  CHECK(world.queue->list({.state = std::nullopt, .source = std::nullopt, .limit = 10}).size() == 1);
  CHECK(post.title == "Slow");
}

TEST_CASE("a file that was open for writing before the folder was watched is waited for") {
  FolderWorld world;
  std::ofstream file(world.drop() / "slow.md");
  file << "# Slow\n\nThe first half" << std::flush;
  world.start();
  CHECK_FALSE(world.await([&] { return world.all() > 0; }, 500ms));
  file.close();
  REQUIRE(world.await_state("slow.md", State::queued));
}
