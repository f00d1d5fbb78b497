// Several watchers on one inotify instance, for which the kernel has one number and one mask for each directory.
#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/inotify.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "lib/uv/inotify.hpp"
#include "lib/uv/timer.hpp"
#include "support/inotify_held.hpp"
#include "support/own_namespace.hpp"
#include "unit/uv/overflow.hpp"
#include "unit/uv/temporary_directory.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;
using support::inotify_held;
using support::InotifyHeld;
using test::overflow;
using test::TemporaryDirectory;

namespace {

// A watcher that remembers what it was told.
struct Hearer {
  explicit Hearer(uv::Inotify& inotify, std::function<void()> then = {})
      : then_(std::move(then)), watcher(std::in_place, inotify, [this](const uv::InotifyEvent& event) {
          events.push_back(event);
          if (then_) then_();
        }) {}
  bool has(std::uint32_t mask, const std::string& name = {}) const { return count(mask, name) > 0; }
  std::ptrdiff_t count(std::uint32_t mask, const std::string& name = {}) const {
    return std::count_if(events.begin(), events.end(),
                         [&](const auto& event) { return (event.mask & mask) != 0 && event.name == name; });
  }

  std::vector<uv::InotifyEvent> events;
  std::function<void()> then_;
  std::optional<uv::Watcher> watcher;
};

// Where thousands of directories are made and removed without a disk.
std::filesystem::path place_in_memory() {
  return ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path();
}

}  // namespace

TEST_CASE("watchers share one instance which is there while somebody watches") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  uv::Inotify inotify(loop);
  CHECK(inotify_held() == InotifyHeld{0, 0});
  {
    std::vector<std::unique_ptr<Hearer>> hearers;
    for (int i = 0; i < 200; ++i) std::filesystem::create_directory(directory / std::to_string(i));
    for (int i = 0; i < 200; ++i) {
      hearers.push_back(std::make_unique<Hearer>(inotify));
      REQUIRE_FALSE(hearers.back()->watcher->add(directory / std::to_string(i), IN_CREATE).error);
      REQUIRE_FALSE(hearers.back()->watcher->add(directory.path(), IN_CREATE).error);
    }
    CHECK(inotify_held() == InotifyHeld{1, 201});
    std::ofstream(directory / "7/a.md") << "x";
    directory.touch("b.md");
    for (const auto& hearer : hearers)
      REQUIRE(uv::run_until(
          loop, [&] { return hearer->has(IN_CREATE, "b.md"); }, 10s));
    for (const auto& hearer : hearers) CHECK(hearer->events.size() == (hearer == hearers[7] ? 2 : 1));
  }
  CHECK(inotify_held() == InotifyHeld{0, 0});
  Hearer late(inotify);
  REQUIRE_FALSE(late.watcher->add(directory.path(), IN_CREATE).error);
  directory.touch("c.md");
  CHECK(uv::run_until(
      loop, [&] { return late.has(IN_CREATE, "c.md"); }, 10s));
}

TEST_CASE("watchers of one directory each hear what they asked for whatever it is called") {
  const TemporaryDirectory directory;
  const std::string real = directory / "real";
  const std::string link = directory / "link";
  std::filesystem::create_directory(real);
  std::filesystem::create_directory_symlink(real, link);
  uv::Loop loop;
  uv::Inotify inotify(loop);
  Hearer makes(inotify);
  Hearer closes(inotify);
  const auto one = makes.watcher->add(real, IN_CREATE | IN_ONLYDIR);
  const auto other = closes.watcher->add(link, IN_CLOSE_WRITE | IN_DELETE);
  REQUIRE_FALSE(one.error);
  REQUIRE_FALSE(other.error);
  CHECK(one.watch == other.watch);
  std::ofstream(real + "/a.md") << "x";
  std::filesystem::create_directory(real + "/sub");
  std::filesystem::remove(real + "/a.md");
  REQUIRE(uv::run_until(
      loop, [&] { return closes.has(IN_DELETE, "a.md"); }, 10s));
  REQUIRE(makes.events.size() == 2);
  CHECK(makes.events[0].mask == IN_CREATE);
  CHECK(makes.events[1].mask == (IN_CREATE | IN_ISDIR));
  REQUIRE(closes.events.size() == 2);
  CHECK(closes.events[0].mask == IN_CLOSE_WRITE);

  SUBCASE("adding it again changes the mask of this one alone") {
    CHECK(makes.watcher->add(real, IN_MOVED_FROM).watch == one.watch);
    std::ofstream(real + "/b.md") << "x";
    std::filesystem::rename(real + "/b.md", directory / "b.md");
    CHECK(uv::run_until(
        loop, [&] { return makes.has(IN_MOVED_FROM, "b.md"); }, 10s));
    CHECK(makes.events.size() == 3);
    CHECK(closes.has(IN_CLOSE_WRITE, "b.md"));
  }
  SUBCASE("its end is told to all and nothing is left of it") {
    std::filesystem::remove_all(real);
    CHECK(uv::run_until(
        loop, [&] { return makes.has(IN_IGNORED) && closes.has(IN_IGNORED); }, 10s));
    CHECK_FALSE(closes.has(IN_DELETE_SELF));
    CHECK(inotify_held() == InotifyHeld{1, 0});
  }
}

TEST_CASE("a watcher that wants directories gets no file though another one watches that") {
  const TemporaryDirectory directory;
  directory.touch("a.md");
  uv::Loop loop;
  uv::Inotify inotify(loop);
  Hearer any(inotify);
  Hearer directories(inotify);
  REQUIRE_FALSE(any.watcher->add(directory / "a.md", IN_ATTRIB).error);
  CHECK(directories.watcher->add(directory / "a.md", IN_ATTRIB | IN_ONLYDIR).error == std::errc::not_a_directory);
}

TEST_CASE("a watch that one removes stays the other's until that one removes it too") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  uv::Inotify inotify(loop);
  Hearer one(inotify);
  Hearer other(inotify);
  const int watch = one.watcher->add(directory.path(), IN_CREATE).watch;
  REQUIRE(other.watcher->add(directory.path(), IN_CREATE).watch == watch);
  directory.touch("a.md");  // waits in the kernel's queue
  SUBCASE("by its number") {
    one.watcher->remove(watch);
  }
  SUBCASE("by going") {
    one.watcher.reset();
  }
  directory.touch("b.md");
  REQUIRE(uv::run_until(
      loop, [&] { return other.has(IN_CREATE, "b.md"); }, 10s));
  CHECK(other.events.size() == 2);
  CHECK(one.events.empty());
  CHECK(inotify_held() == InotifyHeld{1, 1});
  other.watcher->remove(watch);
  CHECK(inotify_held() == InotifyHeld{1, 0});
}

TEST_CASE("watchers may go and come and watch other directories inside a callback") {
  const TemporaryDirectory directory;
  const TemporaryDirectory elsewhere;
  uv::Loop loop;
  uv::Inotify inotify(loop);
  std::optional<Hearer> one;
  std::optional<Hearer> other;
  std::optional<Hearer> late;
  int left = 0;
  const auto end_the_other = [&](std::optional<Hearer>& victim) {
    return [&] {
      if (left++ > 0) return;
      victim->watcher.reset();
      late.emplace(inotify);
      CHECK_FALSE(late->watcher->add(elsewhere.path(), IN_CREATE).error);
      for (int i = 0; i < 100; ++i) {
        const std::string inner = elsewhere / std::to_string(i);
        std::filesystem::create_directory(inner);
        CHECK_FALSE(late->watcher->add(inner, IN_CREATE).error);
      }
    };
  };
  one.emplace(inotify, end_the_other(other));
  other.emplace(inotify, end_the_other(one));
  REQUIRE_FALSE(one->watcher->add(directory.path(), IN_CREATE).error);
  REQUIRE_FALSE(other->watcher->add(directory.path(), IN_CREATE).error);
  directory.touch("a.md");
  directory.touch("b.md");
  REQUIRE(uv::run_until(
      loop, [&] { return left == 2 && late->has(IN_CREATE, "99"); }, 10s));
  Hearer& stayed = one->watcher ? *one : *other;
  Hearer& went = one->watcher ? *other : *one;
  CHECK(stayed.events.size() == 2);
  CHECK(went.events.empty());
}

TEST_CASE("one who removes the other's watch inside a callback spares it the event and the end") {
  const TemporaryDirectory directory;
  const std::string inner = directory / "inner";
  std::filesystem::create_directory(inner);
  uv::Loop loop;
  uv::Inotify inotify(loop);
  std::optional<Hearer> one;
  std::optional<Hearer> other;
  int watch = 0;
  one.emplace(inotify, [&] { other->watcher->remove(watch); });
  other.emplace(inotify, [&] { one->watcher->remove(watch); });
  SUBCASE("of a file") {
    watch = one->watcher->add(inner, IN_CREATE).watch;
    REQUIRE(other->watcher->add(inner, IN_CREATE).watch == watch);
    std::ofstream(inner + "/a.md") << "x";
  }
  SUBCASE("of the directory itself") {
    watch = one->watcher->add(inner, IN_CREATE).watch;
    REQUIRE(other->watcher->add(inner, IN_CREATE).watch == watch);
    std::filesystem::remove(inner);
  }
  REQUIRE(uv::run_until(
      loop, [&] { return !one->events.empty() || !other->events.empty(); }, 10s));
  Hearer barrier(inotify);
  REQUIRE_FALSE(barrier.watcher->add(directory.path(), IN_CREATE).error);
  directory.touch("b.md");
  REQUIRE(uv::run_until(
      loop, [&] { return barrier.has(IN_CREATE, "b.md"); }, 10s));
  CHECK(one->events.size() + other->events.size() == 1);
}

TEST_CASE("what one watcher throws does not cost another the same event") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  uv::Inotify inotify(loop);
  const auto fail = [] { throw std::runtime_error("cannot take it"); };
  Hearer one(inotify, fail);
  Hearer other(inotify, fail);
  REQUIRE_FALSE(one.watcher->add(directory.path(), IN_CREATE).error);
  REQUIRE_FALSE(other.watcher->add(directory.path(), IN_CREATE).error);
  directory.touch("a.md");
  directory.touch("b.md");
  CHECK_THROWS_WITH_AS(loop.run(), "cannot take it", std::runtime_error);
  CHECK(one.events.size() == 2);
  CHECK(other.events.size() == 2);
}

TEST_CASE("an overflow is told to every watcher once") {
  const TemporaryDirectory busy;
  const TemporaryDirectory quiet;
  uv::Loop loop;
  uv::Inotify inotify(loop);
  Hearer one(inotify);
  Hearer other(inotify);
  const Hearer idle(inotify);
  REQUIRE_FALSE(one.watcher->add(busy.path(), IN_CREATE | IN_DELETE).error);
  REQUIRE_FALSE(other.watcher->add(quiet.path(), IN_CREATE).error);
  overflow(busy);
  quiet.touch("lost.md");
  REQUIRE(uv::run_until(
      loop, [&] { return idle.has(IN_Q_OVERFLOW); }, 30s));
  quiet.touch("heard.md");
  REQUIRE(uv::run_until(
      loop, [&] { return other.has(IN_CREATE, "heard.md"); }, 10s));
  for (const Hearer* hearer : std::initializer_list<const Hearer*>{&one, &other, &idle})
    CHECK(hearer->count(IN_Q_OVERFLOW) == 1);
  CHECK_FALSE(other.has(IN_CREATE, "lost.md"));
  CHECK(other.events.size() == 2);
}

TEST_CASE("a watcher of very many directories goes without a flood for the others") {
  constexpr int directories = 20000;  // more than the kernel keeps events (16384), and each that ends is one
  const TemporaryDirectory tree(place_in_memory());
  const TemporaryDirectory quiet;
  uv::Loop loop;
  uv::Inotify inotify(loop);
  Hearer large(inotify);
  Hearer nested(inotify);
  Hearer other(inotify);
  for (int i = 0; i < directories; ++i) {
    const std::string inner = tree / std::to_string(i);
    std::filesystem::create_directory(inner);
    REQUIRE_FALSE(large.watcher->add(inner, IN_CREATE).error);
    if (i % 1000 == 0) REQUIRE_FALSE(nested.watcher->add(inner, IN_CREATE).error);
  }
  REQUIRE_FALSE(other.watcher->add(quiet.path(), IN_CREATE).error);
  large.watcher.reset();
  bool given_back = false;
  uv::Timer look(loop, [&] {
    given_back = inotify_held() == InotifyHeld{1, 21};
    if (!given_back) look.start(20ms);
  });
  look.start(0ms);
  REQUIRE(uv::run_until(
      loop, [&] { return given_back; }, 60s));
  quiet.touch("a.md");
  std::ofstream(tree / "19000/b.md") << "x";
  std::ofstream(tree / "19001/b.md") << "x";
  REQUIRE(uv::run_until(
      loop, [&] { return other.has(IN_CREATE, "a.md") && nested.has(IN_CREATE, "b.md"); }, 10s));
  CHECK(other.events.size() == 1);
  CHECK(nested.events.size() == 1);
  CHECK(large.events.empty());
}

// Run by the case below in a user namespace of its own, where the limit can be set without touching anybody else.
TEST_CASE("with few watches those of one who has gone are given back to the next" *
          doctest::skip(std::getenv("MEDIUMSYNC_OWN_NAMESPACE") == nullptr)) {
  std::ofstream("/proc/sys/user/max_inotify_watches") << 12 << std::flush;
  const TemporaryDirectory directory;
  uv::Loop loop;
  uv::Inotify inotify(loop);
  const Hearer stays(inotify);
  std::optional<Hearer> watching;
  for (int round = 0; round < 3; ++round) {
    watching.reset();
    watching.emplace(inotify);
    for (int i = 0; i < 10; ++i) {
      const std::string inner = directory / (std::to_string(round) + "-" + std::to_string(i));
      std::filesystem::create_directory(inner);
      CHECK_FALSE(watching->watcher->add(inner, IN_CREATE).error);
    }
  }
  int more = 0;
  while (more < 10 && !watching->watcher->add(directory.path() / ("0-" + std::to_string(more)), IN_CREATE).error)
    ++more;
  CHECK(more == 2);
}

// Likewise.
TEST_CASE("with few instances one that could not be made is made by a later watcher" *
          doctest::skip(std::getenv("MEDIUMSYNC_OWN_NAMESPACE") == nullptr)) {
  const auto limit = [](int instances) {
    std::ofstream("/proc/sys/user/max_inotify_instances") << instances << std::flush;
  };
  const TemporaryDirectory directory;
  uv::Loop loop;
  uv::Inotify inotify(loop);
  limit(0);
  std::error_code refused;
  try {
    const Hearer early(inotify);
  } catch (const std::system_error& error) {
    refused = error.code();
  }
  CHECK(refused == std::errc::too_many_files_open);
  limit(1);
  Hearer hearer(inotify);
  CHECK_FALSE(hearer.watcher->add(directory.path(), IN_CREATE).error);
}

TEST_CASE("a limit of watches or of instances is reached") {
  support::run_in_own_namespace("with few *");
}
