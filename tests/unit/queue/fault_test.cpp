// A disk that is full and one that can't be believed, for real: a small tmpfs, and an fsync(2) that fails when it is
// told to.
#include <cerrno>
#include <fstream>
#include <functional>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "lib/sqlite/database.hpp"
#include "unit/queue/fixture.hpp"

namespace {

// The how-manieth sync, and read of a file's page, from now on fails; 0: none.
int failing_sync = 0;
int failing_read = 0;

int sync_or_fail(long call, int descriptor) {
  if (failing_sync > 0 && --failing_sync == 0) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(call, descriptor));
}

}  // namespace

// In place of the C library's, for SQLite too.
extern "C" int fsync(int descriptor) {
  return sync_or_fail(SYS_fsync, descriptor);
}
extern "C" int fdatasync(int descriptor) {
  return sync_or_fail(SYS_fdatasync, descriptor);
}

extern "C" ssize_t pread64(int descriptor, void* buffer, size_t size, off64_t offset) {
  if (failing_read > 0 && --failing_read == 0) {
    errno = EIO;
    return -1;
  }
  return ::syscall(SYS_pread64, descriptor, buffer, size, offset);
}

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

// True when `verb` was done, false when its sync failed.
bool done(const std::function<void()>& verb) {
  try {
    verb();
    return true;
  } catch (const sqlite::Error& error) {
    CHECK(error.fsync_failed());
    CHECK_FALSE(error.disk_full());
    return false;
  }
}

// What the child finds on a disk of one megabyte; the number of the first thing that was not as it should be, 0 when
// all was.
int live_on_a_full_disk(const std::filesystem::path& mount_point) {
  queue::Queue queue(mount_point / "queue.db", at(0));
  queue.enqueue(arrival("one.md", "one"), at(0));
  { std::ofstream(mount_point / "ballast") << std::string(2 << 20, 'x'); }
  bool full = false;
  try {
    for (int i = 0; i < 1000; ++i)
      queue.enqueue(arrival(std::to_string(i), std::string(20'000, 'x') + std::to_string(i)), at(0));
  } catch (const sqlite::Error& error) {
    full = error.disk_full();
  }
  if (!full) return 1;
  const std::int64_t posts = queue.counts()[State::queued];  // what `status` asks for
  if (posts < 1 || !queue.answers()) return 2;
  try {
    queue::Queue::Batch batch(queue);
    for (int i = 0; i < 1000; ++i)
      queue.enqueue(arrival("b" + std::to_string(i), std::string(20'000, 'y') + std::to_string(i)), at(0));
    batch.commit();
    return 3;
  } catch (const sqlite::Error& error) {
    if (!error.disk_full()) return 4;
  }
  if (queue.counts()[State::queued] != posts) return 5;
  std::filesystem::remove(mount_point / "ballast");
  queue.enqueue(arrival("again.md", "again"), at(1));
  const auto claimed = queue.claim_due("main", std::nullopt, Lane::scheduled, at(1));
  if (!claimed || queue.counts()[State::queued] != posts) return 6;
  return 0;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "after a sync that failed the post is where it was or where it went and never lost") {
  int failures = 0;
  // Eight: some are of directories, which SQLite does not mind.
  for (int nth = 1; nth <= 8; ++nth) {
    CAPTURE(nth);
    const std::string name = std::to_string(nth);
    failing_sync = nth;
    std::optional<queue::Claim> claimed;
    const bool enqueued = done([&] { add(name); });
    const bool claimed_it = enqueued && done([&] { claimed = claim(at(nth)); });
    const bool marked = claimed_it && done([&] { queue().mark_sending(claimed->attempt, at(nth)); });
    const bool settled =
        marked && done([&] { queue().settle(*claimed, settlement(State::published, "published"), at(nth)); });
    failing_sync = 0;
    if (!settled) ++failures;
    reopen(at(100));
    const bool there = queue().knows("drop", name + ".md");
    if (enqueued) REQUIRE(there);
    if (!there) continue;
    const PostId id = queue().list({}).front().id;
    // Marked and not settled: nobody may send it again by himself. Not marked: no byte has left.
    if (marked) {
      CHECK((state(id) == State::in_doubt || state(id) == State::published));
    } else {
      CHECK((state(id) == State::queued || (claimed_it && state(id) == State::in_doubt)));
      if (state(id) == State::queued) REQUIRE(queue().skip(id, at(101)));
    }
  }
  CHECK(failures >= 4);
}

TEST_CASE_FIXTURE(Fixture, "a page that the disk does not give once never sets the queue aside") {
  for (int i = 0; i < 20; ++i) add(std::to_string(i));
  int starts = 0;
  for (int nth = 1; nth < 1000; ++nth) {
    CAPTURE(nth);
    opened.reset();
    failing_read = nth;
    try {
      opened = std::make_unique<queue::Queue>(path, at(nth));
    } catch (const std::runtime_error& error) {
      CHECK(std::string(error.what()).find("is damaged") == std::string::npos);
    }
    const bool met = std::exchange(failing_read, 0) == 0;
    if (!opened) reopen(at(nth));
    REQUIRE(queue().counts()[State::queued] == 20);
    if (!met) break;
    ++starts;
  }
  CHECK(starts > 20);
}

TEST_CASE("on a full disk nothing is half done and it goes on when there is room") {
  const support::TemporaryDirectory directory;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  constexpr int can_not = 100;
  if (child == 0) {
    const std::string where = directory.path().string();
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", where.c_str(), "tmpfs", 0, "size=1m") != 0) {
      ::_exit(can_not);
    }
    ::_exit(live_on_a_full_disk(directory.path()));
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
