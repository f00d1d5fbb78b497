// Copies of the database, and whether one is sound.
#include "queue/copy.hpp"

#include <filesystem>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/sqlite/database.hpp"
#include "queue/schema.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

namespace fs = std::filesystem;

// What a child finds that copies a database of some megabytes to a disk of one; 0: all was as it should be.
int copy_to_a_full_disk(const fs::path& database, const fs::path& small) {
  try {
    queue::copy_database(database, small / "copy.db", {});
    return 1;
  } catch (const sqlite::Error& error) {
    if (!error.disk_full()) return 2;
  }
  return fs::is_empty(small) ? 0 : 3;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a copy is the queue as it is at one moment and needs nothing beside it") {
  for (int i = 0; i < 50; ++i) add("post " + std::to_string(i));
  const fs::path copy = directory / "copy.db";
  const auto made = queue::copy_database(path, copy, {});
  REQUIRE(made);
  add("later");
  CHECK(made->posts == 50);
  CHECK(made->bytes == static_cast<std::int64_t>(fs::file_size(copy)));
  struct stat status {};
  REQUIRE(::stat(copy.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK_FALSE(fs::exists(copy.string() + "-wal"));
  CHECK_FALSE(fs::exists(copy.string() + "-shm"));
  CHECK_FALSE(fs::exists(copy.string() + "-journal"));
  queue::Queue other(copy, at(1));
  CHECK(other.counts()[State::queued] == 50);
}

TEST_CASE_FIXTURE(Fixture, "a copy that is stopped leaves nothing and one that is there is not written over") {
  add("one");
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE(queue::copy_database(path, directory / "copy.db", stop.get_token()));
  CHECK_FALSE(fs::exists(directory / "copy.db"));
  std::ofstream(directory / "taken.db") << "somebody's";
  CHECK_THROWS_AS(queue::copy_database(path, directory / "taken.db", {}), std::system_error);
  CHECK(fs::file_size(directory / "taken.db") == 10);
}

TEST_CASE_FIXTURE(Fixture, "a page that went bad is found by the look at all pages and no copy is made of it") {
  for (int i = 0; i < 300; ++i) add("post " + std::to_string(i) + std::string(500, 'y'));
  reopen(at(1));  // the log is in the file now
  CHECK_FALSE(queue::find_damage(path, {}));
  spoil_page_with(path, "digest of post 120");
  CHECK(queue::find_damage(path, {}));
  CHECK_THROWS_WITH_AS(queue::copy_database(path, directory / "copy.db", {}), doctest::Contains("not sound"),
                       std::runtime_error);
  CHECK_FALSE(fs::exists(directory / "copy.db"));
}

TEST_CASE_FIXTURE(Fixture, "a copy that finds no room leaves nothing behind") {
  for (int i = 0; i < 200; ++i) add(std::to_string(i) + std::string(10'000, 'z'));
  fs::create_directory(directory / "small");
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  constexpr int can_not = 100;
  if (child == 0) {
    const std::string where = (directory / "small").string();
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", where.c_str(), "tmpfs", 0, "size=1m") != 0) {
      ::_exit(can_not);
    }
    ::_exit(copy_to_a_full_disk(path, where));
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == can_not) {
    MESSAGE("skipped: this machine does not let the test mount a tmpfs");
    return;
  }
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE_FIXTURE(Fixture, "the last look at all pages is remembered with what it found") {
  CHECK_FALSE(queue().examination());
  queue().save_examination({at(10), "a page is bad"});
  reopen(at(20));
  REQUIRE(queue().examination());
  CHECK(queue().examination()->at == at(10));
  CHECK(queue().examination()->damage == "a page is bad");
  queue().save_examination({at(30), std::nullopt});
  CHECK(queue().examination()->at == at(30));
  CHECK_FALSE(queue().examination()->damage);
}
