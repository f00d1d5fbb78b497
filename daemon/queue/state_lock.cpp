#include "queue/state_lock.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <utility>

#include "queue/file_system.hpp"

namespace mediumsync::queue {
namespace {

namespace fs = std::filesystem;

using Problem = std::optional<std::string>;

std::string because(const std::string& what, int error) {
  return what + ": " + std::strerror(error);
}

Problem make_directory(const fs::path& directory) {
  std::error_code error;
  if (directory.has_parent_path()) fs::create_directories(directory.parent_path(), error);
  if (error) return because("make " + directory.parent_path().string(), error.value());
  if (::mkdir(directory.c_str(), S_IRWXU) == 0) return std::nullopt;
  if (errno != EEXIST) return because("make the state directory " + directory.string(), errno);
  if (fs::is_directory(directory, error)) return std::nullopt;
  return "the state directory " + directory.string() + " is not a directory: set state_dir to one";
}

Problem judge_file_system(const fs::path& directory) {
  struct statfs status {};
  if (::statfs(directory.c_str(), &status) != 0) return because("look at " + directory.string(), errno);
  const auto name = unfit_file_system(static_cast<std::uint32_t>(status.f_type));
  if (!name) return std::nullopt;
  return "the state directory " + directory.string() + " is on " + std::string(*name) +
         ", where a database's locks can't be relied upon and a story could be published twice: set state_dir to a "
         "local disk";
}

std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t size = ::pread(descriptor, text.data(), text.size() - 1, 0);
  std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!pid.empty() && pid.back() == '\n') pid.pop_back();
  return pid.empty() ? "" : " (pid " + pid + ")";
}

// For people alone; the lock holds without it, so a full disk does not matter.
void write_pid(int descriptor) {
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = ::pwrite(descriptor, pid.data(), pid.size(), 0);
}

}  // namespace

core::Expected<StateLock, StateDirectoryError> StateLock::acquire(const fs::path& state_dir) {
  const auto refuse = [](std::string message) { return core::Unexpected<StateDirectoryError>({std::move(message)}); };
  if (Problem problem = make_directory(state_dir)) return refuse(*problem);
  if (Problem problem = judge_file_system(state_dir)) return refuse(*problem);
  const fs::path file = state_dir / "lock";
  StateLock lock(core::Descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)));
  if (!lock.file_.is_open()) return refuse(because("open " + file.string(), errno));
  if (::flock(lock.file_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return refuse(because("lock " + file.string(), errno));
    return refuse("another mediumsyncd" + holder(lock.file_.get()) + " uses " + state_dir.string() +
                  ": stop it, or give this one a state_dir of its own");
  }
  write_pid(lock.file_.get());
  return lock;
}

}  // namespace mediumsync::queue
