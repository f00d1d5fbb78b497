// What a machine that is short of something means to a folder.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

#include "integration/folder_world.hpp"
#include "support/own_namespace.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

// UndefinedBehaviorSanitizer looks at an object's type through a pipe, and calls it invalid where none can be opened.
#ifdef __SANITIZE_ADDRESS__
constexpr bool needs_descriptors = true;
#else
constexpr bool needs_descriptors = false;
#endif

}  // namespace

// Run by the case below in a user namespace of its own, where the limit can be set without touching anybody else.
TEST_CASE("with few watches a folder is looked through and says so until there are more" *
          doctest::skip(std::getenv("MEDIUMSYNC_OWN_NAMESPACE") == nullptr)) {
  const auto limit = [](int watches) { std::ofstream("/proc/sys/user/max_inotify_watches") << watches << std::flush; };
  limit(4);
  FolderWorld world;
  for (int i = 0; i < 10; ++i) fs::create_directory(world.drop() / std::to_string(i));
  world.start();
  REQUIRE(world.await([&] { return world.view().health == source::Health::failing; }));
  CHECK(world.view().reason->find("fs.inotify.max_user_watches") != std::string::npos);
  for (int i = 0; i < 10; ++i) world.write(std::to_string(i) + "/post.md", "# P" + std::to_string(i) + "\n\nText.\n");
  CHECK(world.await(
      [&] {
        world.poll();
        return world.count(State::queued) == 10;
      },
      30s));
  limit(1000);
  world.poll();
  CHECK(world.view().health == source::Health::ok);
  world.write("9/at-once.md", "# At once\n\nText.\n");
  CHECK(world.await_state("9/at-once.md", State::queued));
}

// Likewise.
TEST_CASE("with few instances every folder is looked through and says so until there is one" *
          doctest::skip(std::getenv("MEDIUMSYNC_OWN_NAMESPACE") == nullptr)) {
  const auto limit = [](int instances) {
    std::ofstream("/proc/sys/user/max_inotify_instances") << instances << std::flush;
  };
  const std::vector<std::string> names{"a", "b", "c"};
  limit(0);
  FolderWorld world;
  std::vector<source::FolderSettings> folders;
  for (const std::string& name : names) folders.push_back(world.settings_of(name));
  world.start(folders);
  const auto all_are = [&](source::Health health) {
    return std::ranges::all_of(world.sources->view(), [&](const auto& view) { return view.health == health; });
  };
  REQUIRE(world.await([&] { return all_are(source::Health::failing); }));
  for (const source::View& view : world.sources->view())
    CHECK(view.reason->find("fs.inotify.max_user_instances") != std::string::npos);
  for (const std::string& name : names) world.write(name + "/post.md", "# P" + name + "\n\nText of " + name + ".\n");
  CHECK(world.await(
      [&] {
        world.poll();
        return world.count(State::queued) == 3;
      },
      30s));
  limit(1);
  world.poll();
  CHECK(all_are(source::Health::ok));
  for (const std::string& name : names) world.write(name + "/at-once.md", "# Q" + name + "\n\nSoon " + name + ".\n");
  CHECK(world.await_count(State::queued, 6));
}

TEST_CASE("the limit of watches or of instances is reached and raised again") {
  support::run_in_own_namespace("with few *");
}

TEST_CASE("a folder waits while the queue is written back") {
  FolderWorld world;
  int started = 0;
  world.queue->set_write_back([&] { ++started; });
  world.start();
  world.rest();
  queue::Arrival large{.source = "feed", .account = "main", .origin = "large", .digest = "large"};
  large.state = State::skipped;
  large.cause = Cause::baseline;
  large.raw = std::string(std::size_t{20} << 20, 'x');
  world.queue->enqueue(large, FolderWorld::now());
  REQUIRE(started == 1);
  world.write_post("a");
  CHECK(!world.await([&] { return world.find("a.md").has_value(); }, 300ms));
  world.queue->written_back();
  world.sources->go_on();
  CHECK(world.await([&] { return world.find("a.md").has_value(); }));
  world.queue->set_write_back({});
}

TEST_CASE("a file for which no descriptor is left is told of and queued once there is one" *
          doctest::skip(needs_descriptors)) {
  FolderWorld world;
  world.start();
  world.rest();
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  struct Back {
    rlimit limit;
    ~Back() { ::setrlimit(RLIMIT_NOFILE, &limit); }
  };
  world.write_post("Late");
  {
    const Back back{before};
    const rlimit none{0, before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
    CHECK(world.await([&] { return world.view().reason.has_value(); }));
  }
  CHECK(world.view().reason->find("can't read Late.md") != std::string::npos);
  CHECK_FALSE(world.find("Late.md"));
  world.poll();
  REQUIRE(world.await_state("Late.md", State::queued));
  CHECK_FALSE(world.view().reason);
}
