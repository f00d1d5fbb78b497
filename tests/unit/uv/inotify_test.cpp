#include "lib/uv/inotify.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <sys/inotify.h>
#include <unistd.h>
#include <vector>

#include "unit/uv/overflow.hpp"
#include "unit/uv/temporary_directory.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;
using test::overflow;
using test::TemporaryDirectory;

namespace {

// What a watcher was told.
struct Told {
  std::vector<uv::InotifyEvent> events;
  auto record() {
    return [this](const uv::InotifyEvent& event) { events.push_back(event); };
  }
  bool has(std::uint32_t mask, const std::string& name = {}) const {
    return std::any_of(events.begin(), events.end(),
                       [&](const auto& event) { return (event.mask & mask) != 0 && event.name == name; });
  }
};

}  // namespace

TEST_CASE("inotify tells what happened to which name in which directory") {
  const TemporaryDirectory one;
  const TemporaryDirectory two;
  uv::Loop loop;
  Told told;
  uv::Inotify inotify(loop);
  uv::Watcher watcher(inotify, told.record());
  const auto first = watcher.add(one.path(), IN_CLOSE_WRITE);
  const auto second = watcher.add(two.path(), IN_CLOSE_WRITE | IN_MOVED_TO);
  REQUIRE_FALSE(first.error);
  REQUIRE_FALSE(second.error);
  CHECK(first.watch != second.watch);
  const std::string odd(255, '\xff');  // a name need not be text, and may fill its place
  one.touch("a.md");
  two.touch(odd);
  std::filesystem::rename(one / "a.md", two / "b.md");
  REQUIRE(uv::run_until(
      loop, [&] { return told.events.size() >= 3; }, 10s));
  CHECK(told.events[0].watch == first.watch);
  CHECK(told.events[0].mask == IN_CLOSE_WRITE);
  CHECK(told.events[0].name == "a.md");
  CHECK(told.events[1].watch == second.watch);
  CHECK(told.events[1].name == odd);
  CHECK(told.events[2].mask == IN_MOVED_TO);
  CHECK(told.events[2].name == "b.md");
}

TEST_CASE("a directory can be named by its descriptor") {
  const TemporaryDirectory directory;
  const int descriptor = ::open(directory.path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  REQUIRE(descriptor >= 0);
  uv::Loop loop;
  Told told;
  uv::Inotify inotify(loop);
  uv::Watcher watcher(inotify, told.record());
  CHECK_FALSE(watcher.add("/proc/self/fd/" + std::to_string(descriptor), IN_CREATE).error);
  ::close(descriptor);
  directory.touch("a.md");
  CHECK(uv::run_until(
      loop, [&] { return told.has(IN_CREATE, "a.md"); }, 10s));
}

TEST_CASE("a directory that is not there is an error and no watch") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  uv::Inotify inotify(loop);
  uv::Watcher watcher(inotify, [](const uv::InotifyEvent&) {});
  const auto added = watcher.add(directory / "absent", IN_CREATE);
  CHECK(added.error == std::errc::no_such_file_or_directory);
  CHECK(added.watch == 0);
}

TEST_CASE("lost events are told as an overflow and later ones still come") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  Told told;
  uv::Inotify inotify(loop);
  uv::Watcher watcher(inotify, told.record());
  REQUIRE_FALSE(watcher.add(directory.path(), IN_CREATE | IN_DELETE).error);
  overflow(directory);
  REQUIRE(uv::run_until(
      loop, [&] { return told.has(IN_Q_OVERFLOW); }, 30s));
  CHECK(told.events.size() < 2 * 8400);
  directory.touch("after.md");
  CHECK(uv::run_until(
      loop, [&] { return told.has(IN_CREATE, "after.md"); }, 10s));
}

TEST_CASE("nothing is told of a removed watch") {
  const TemporaryDirectory removed;
  const TemporaryDirectory kept;
  uv::Loop loop;
  Told told;
  uv::Inotify inotify(loop);
  uv::Watcher watcher(inotify, told.record());
  const auto watch = watcher.add(removed.path(), IN_CREATE);
  REQUIRE_FALSE(watcher.add(kept.path(), IN_CREATE).error);
  removed.touch("before.md");  // waits in the kernel's queue when the watch goes
  watcher.remove(watch.watch);
  removed.touch("after.md");
  kept.touch("kept.md");
  REQUIRE(uv::run_until(
      loop, [&] { return told.has(IN_CREATE, "kept.md"); }, 10s));
  CHECK(told.events.size() == 1);

  const auto again = watcher.add(removed.path(), IN_CREATE);
  REQUIRE_FALSE(again.error);
  removed.touch("again.md");
  REQUIRE(uv::run_until(
      loop, [&] { return told.has(IN_CREATE, "again.md"); }, 10s));
  CHECK(told.events.back().watch == again.watch);
}

TEST_CASE("a directory that goes away tells so and its successor can be watched") {
  const TemporaryDirectory directory;
  const std::string inner = directory / "inner";
  uv::Loop loop;
  Told told;
  uv::Inotify inotify(loop);
  uv::Watcher watcher(inotify, told.record());
  for (int round = 0; round < 3; ++round) {
    told.events.clear();
    std::filesystem::create_directory(inner);
    const auto added = watcher.add(inner, IN_CREATE);
    REQUIRE_FALSE(added.error);
    std::ofstream(inner + "/a.md") << "x";
    REQUIRE(uv::run_until(
        loop, [&] { return told.has(IN_CREATE, "a.md"); }, 10s));
    std::filesystem::remove_all(inner);
    REQUIRE(uv::run_until(
        loop, [&] { return told.has(IN_IGNORED); }, 10s));
    CHECK(told.events.back().watch == added.watch);
    watcher.remove(added.watch);  // knows nothing of it any more
  }
}

TEST_CASE("a watcher and its instance may be destroyed inside its own callback with events left to tell") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  int calls = 0;
  auto inotify = std::make_unique<uv::Inotify>(loop);
  std::unique_ptr<uv::Watcher> watcher;
  watcher = std::make_unique<uv::Watcher>(*inotify, [&](const uv::InotifyEvent& event) {
    watcher.reset();
    inotify.reset();
    ++calls;
    CHECK(event.name == "a.md");
  });
  REQUIRE_FALSE(watcher->add(directory.path(), IN_CREATE).error);
  for (const char* name : {"a.md", "b.md", "c.md"}) directory.touch(name);
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("what a watcher throws comes out of run and costs no event") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  Told told;
  uv::Inotify inotify(loop);
  uv::Watcher watcher(inotify, [&](const uv::InotifyEvent& event) {
    told.events.push_back(event);
    if (event.name == "a.md") throw std::runtime_error("cannot take a.md");
  });
  REQUIRE_FALSE(watcher.add(directory.path(), IN_CREATE).error);
  for (const char* name : {"a.md", "b.md", "c.md"}) directory.touch(name);
  CHECK_THROWS_WITH_AS(loop.run(), "cannot take a.md", std::runtime_error);
  CHECK(uv::run_until(
      loop, [&] { return told.has(IN_CREATE, "c.md"); }, 10s));
  CHECK(told.events.size() == 3);
}
