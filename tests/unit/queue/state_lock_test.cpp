#include "queue/state_lock.hpp"

#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "queue/file_system.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using queue::StateLock;

TEST_CASE("the state directory is made for its owner alone") {
  const support::TemporaryDirectory directory;
  const auto state = directory / "a/b/state";
  const auto lock = StateLock::acquire(state);
  REQUIRE(lock);
  struct stat status {};
  REQUIRE(::stat(state.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0700);
}

TEST_CASE("a second daemon is told who uses the directory") {
  const support::TemporaryDirectory directory;
  std::optional<StateLock> first(std::move(*StateLock::acquire(directory.path())));
  const auto second = StateLock::acquire(directory.path());
  REQUIRE_FALSE(second);
  CHECK(second.error().message.find("another mediumsyncd (pid " + std::to_string(::getpid()) + ") uses " +
                                    directory.path().string()) == 0);
  first.reset();
  CHECK(StateLock::acquire(directory.path()));
}

TEST_CASE("the lock of a daemon that was killed is free") {
  const support::TemporaryDirectory directory;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const auto lock = StateLock::acquire(directory.path());
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WTERMSIG(status) == SIGKILL);
  CHECK(StateLock::acquire(directory.path()));
}

TEST_CASE("what is not a directory can't be one's state") {
  const support::TemporaryDirectory directory;
  std::ofstream(directory / "file") << "x";
  const auto lock = StateLock::acquire(directory / "file");
  REQUIRE_FALSE(lock);
  CHECK(lock.error().message.find("is not a directory") != std::string::npos);
  CHECK_FALSE(StateLock::acquire(directory / "file/below"));
}

TEST_CASE("a lock file that is a link is not followed") {
  const support::TemporaryDirectory directory;
  std::filesystem::create_symlink(directory / "elsewhere", directory / "lock");
  CHECK_FALSE(StateLock::acquire(directory.path()));
  CHECK_FALSE(std::filesystem::exists(directory / "elsewhere"));
}

TEST_CASE("which file systems can't be believed") {
  for (const std::uint32_t type : {0x6969U, 0x517bU, 0xff534d42U, 0xfe534d42U, 0x65735546U})
    CHECK(queue::unfit_file_system(type));
  constexpr std::uint32_t ext4 = 0xef53, tmpfs = 0x01021994, btrfs = 0x9123683e, overlay = 0x794c7630, xfs = 0x58465342;
  for (const std::uint32_t type : {ext4, tmpfs, btrfs, overlay, xfs}) CHECK_FALSE(queue::unfit_file_system(type));
}
