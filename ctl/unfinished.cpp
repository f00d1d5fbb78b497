#include "ctl/unfinished.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/text.hpp"

namespace mediumsync::ctl {
namespace {

namespace fs = std::filesystem;
using Error = core::Unexpected<std::string>;

constexpr mode_t owners_alone = S_IRUSR | S_IWUSR;

Error failed(const fs::path& file) {
  const std::string why = std::strerror(errno);  // NOLINT(concurrency-mt-unsafe): one thread
  return Error("can't write " + core::printable(file.string()) + ": " + why);
}

fs::path name_beside(const fs::path& target) {
  return target.string() + ".unfinished";
}

// No signal comes between what belongs together, for the microseconds that it takes.
class Undisturbed {
 public:
  Undisturbed() {
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_BLOCK, &all, &before_);
  }
  ~Undisturbed() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }
  Undisturbed(const Undisturbed&) = delete;
  Undisturbed& operator=(const Undisturbed&) = delete;

 private:
  sigset_t before_{};
};

// The file that a signal removes. Outside of any object, since a signal's handler can be given nothing.
std::array<char, PATH_MAX> doomed{};
constexpr std::array deadly{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXFSZ};

// The signal's own end of the program follows: SA_RESETHAND has put it back, and it waits until the handler is done.
extern "C" void remove_and_end(int number) {
  if (doomed.front() != '\0') ::unlink(doomed.data());
  ::raise(number);
}

void remove_on_signals(const fs::path& file) {
  const std::string& path = file.native();
  if (path.size() >= doomed.size()) return;
  std::ranges::copy(path, doomed.begin());
  doomed.at(path.size()) = '\0';
  struct sigaction action {};
  action.sa_handler = remove_and_end;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int number : deadly) {
    struct sigaction before {};
    // What the caller ignores (nohup) stays ignored.
    if (::sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN)
      ::sigaction(number, &action, nullptr);
  }
}

void let_signals_be() {
  doomed.front() = '\0';
}

std::string own_descriptor(const core::Descriptor& file) {
  return "/proc/self/fd/" + std::to_string(file.get());
}

// Without a name, and with the means to give it one.
std::optional<core::Descriptor> nameless(const fs::path& directory) {
  core::Descriptor file(::open(directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, owners_alone));
  if (!file.is_open() || ::access(own_descriptor(file).c_str(), F_OK) != 0) return std::nullopt;
  return file;
}

// Whoever finished in the meantime has given the file that was opened another name.
bool is_still(const core::Descriptor& file, const fs::path& name) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file.get(), &opened) == 0 && ::lstat(name.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

// Its lock keeps others away.
core::Expected<core::Descriptor, std::string> named(const fs::path& name) {
  while (true) {
    core::Descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, owners_alone));
    if (!file.is_open()) return failed(name);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
      return Error("another backup is being written to " + core::printable(name.string()));
    if (!is_still(file, name)) continue;
    if (::ftruncate(file.get(), 0) != 0 || ::fchmod(file.get(), owners_alone) != 0) return failed(name);
    return file;
  }
}

// For the moment between the two names: another backup to the same file waits for it.
core::Expected<void, std::string> lock(const core::Descriptor& directory, const fs::path& path) {
  while (::flock(directory.get(), LOCK_EX) != 0) {
    if (errno != EINTR) return failed(path);
  }
  return {};
}

core::Expected<void, std::string> name_it(const core::Descriptor& file, const fs::path& name) {
  if (::unlink(name.c_str()) != 0 && errno != ENOENT) return failed(name);
  if (::linkat(AT_FDCWD, own_descriptor(file).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0)
    return failed(name);
  return {};
}

}  // namespace

Unfinished::Unfinished(fs::path target, core::Descriptor file, std::optional<fs::path> name)
    : target_(std::move(target)), file_(std::move(file)), name_(std::move(name)) {}

Unfinished::Unfinished(Unfinished&& other) noexcept
    : target_(std::move(other.target_)), file_(std::move(other.file_)), name_(std::exchange(other.name_, {})) {}

Unfinished::~Unfinished() {
  if (!name_) return;
  ::unlink(name_->c_str());
  let_signals_be();
}

core::Expected<Unfinished, std::string> Unfinished::begin(const fs::path& target) {
  if (auto file = nameless(target.parent_path())) return Unfinished(target, std::move(*file), std::nullopt);
  const fs::path name = name_beside(target);
  const Undisturbed undisturbed;
  auto file = named(name);
  if (!file) return Error(file.error());
  remove_on_signals(name);
  return Unfinished(target, std::move(*file), name);
}

core::Expected<void, std::string> Unfinished::put_in_place() {
  if (::fsync(file_.get()) != 0) return failed(target_);
  const fs::path parent = target_.parent_path();
  const core::Descriptor directory(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open()) return failed(parent);
  if (!name_) {
    if (auto locked = lock(directory, parent); !locked) return locked;
  }
  {
    const Undisturbed undisturbed;
    if (!name_) {
      const fs::path name = name_beside(target_);
      if (auto given = name_it(file_, name); !given) return given;
      name_ = name;
    }
    if (::rename(name_->c_str(), target_.c_str()) != 0) return failed(target_);
    name_.reset();
    let_signals_be();
  }
  if (::fsync(directory.get()) != 0) return failed(parent);
  return {};
}

}  // namespace mediumsync::ctl
