// Folders that share what the kernel has only one of: an inotify instance, a watch for each directory, a queue.
#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

#include "integration/folder_world.hpp"
#include "support/inotify_held.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

struct SharingWorld : FolderWorld {
  bool are_all_well() const {
    return std::ranges::all_of(sources->view(), [](const source::View& view) {
      return view.health == source::Health::ok && view.last_checked.has_value();
    });
  }
  bool has(const std::string& source, const std::string& origin) const {
    const auto records = queue->list({.state = std::nullopt, .source = source, .limit = 100});
    return std::ranges::any_of(records, [&](const queue::Record& record) { return record.origin == origin; });
  }
  bool await(const std::string& source, const std::string& origin) {
    return FolderWorld::await([&] { return has(source, origin); });
  }
};

std::string post(const std::string& title) {
  return "# " + title + "\n\nAbout " + title + ".\n";
}

}  // namespace

TEST_CASE("two hundred folders share one inotify instance and each notices a file at once") {
  constexpr int folders = 200;
  SharingWorld world;
  std::vector<source::FolderSettings> settings;
  for (int i = 0; i < folders; ++i) settings.push_back(world.settings_of("f" + std::to_string(i)));
  const int before = support::inotify_held().instances;
  world.start(settings);
  REQUIRE(world.FolderWorld::await([&] { return world.are_all_well(); }));
  CHECK(support::inotify_held().instances == before + 1);
  for (const source::FolderSettings& one : settings)
    world.write(one.rules.source + "/post.md", post("Post of " + one.rules.source));
  CHECK(world.await_count(State::queued, folders));

  settings.resize(folders / 2);
  world.sources->configure(settings, {}, {});
  for (const source::FolderSettings& one : settings)
    world.write(one.rules.source + "/second.md", post("Second of " + one.rules.source));
  CHECK(world.await_count(State::queued, folders + folders / 2));
  CHECK(support::inotify_held().instances == before + 1);
  world.sources->stop();
  CHECK(support::inotify_held().instances == before);
}

TEST_CASE("folders that hold the same directory each notice what is theirs") {
  SharingWorld world;
  const source::FolderSettings outer = world.settings();
  source::FolderSettings inner = world.settings_of("inner");
  source::FolderSettings linked = world.settings_of("linked");
  fs::remove(linked.path);
  fs::create_directory_symlink(inner.path, linked.path);
  inner.include = {"*.html"};
  linked.include = {"l*.md"};
  world.start({outer, inner, linked});
  REQUIRE(world.FolderWorld::await([&] { return world.are_all_well(); }));
  world.write("inner/one.html", "<h1>One</h1><p>In HTML.</p>");
  world.write("inner/l-two.md", post("Two"));
  CHECK(world.await("inner", "one.html"));
  CHECK(world.await("linked", "l-two.md"));
  CHECK(world.await("drop", "inner/one.html"));
  CHECK(world.await("drop", "inner/l-two.md"));

  world.sources->configure({linked}, {}, {});
  REQUIRE(world.FolderWorld::await([&] { return world.are_all_well(); }));
  world.write("inner/l-three.md", post("Three"));
  CHECK(world.await("linked", "l-three.md"));
  world.sources->configure({inner, linked}, {}, {});
  REQUIRE(world.FolderWorld::await([&] { return world.are_all_well(); }));
  world.write("inner/four.html", "<h1>Four</h1><p>In HTML too.</p>");
  CHECK(world.await("inner", "four.html"));
  fs::rename(inner.path, world.directory / "away");
  CHECK(world.FolderWorld::await([&] {
    return std::ranges::all_of(world.sources->view(),
                               [](const auto& view) { return view.health != source::Health::ok; });
  }));
}

TEST_CASE("a flood in one folder costs another one no file") {
  SharingWorld world;
  const source::FolderSettings busy = world.settings_of("busy");
  world.start({busy, world.settings_of("quiet")});
  world.rest();
  for (int round = 0; round < 6000; ++round) {  // three events each: more than the kernel keeps (16384)
    const std::string name = busy.path + "/" + std::to_string(round);
    const int descriptor = ::open(name.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    REQUIRE(descriptor >= 0);
    ::close(descriptor);
    REQUIRE(::unlink(name.c_str()) == 0);
  }
  world.write("quiet/post.md", post("Post"));
  CHECK(world.await("quiet", "post.md"));
}
