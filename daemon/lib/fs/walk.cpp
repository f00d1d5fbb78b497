#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <vector>

#include "lib/fs/descriptor.hpp"
#include "lib/fs/directory.hpp"

namespace mediumsync::fs {
namespace {

// Each level holds a descriptor open while its subdirectories are walked. Deeper ones are reported, not entered.
constexpr std::size_t kDeepest = 128;

struct CloseStream {
  void operator()(DIR* stream) const { ::closedir(stream); }
};
using Stream = std::unique_ptr<DIR, CloseStream>;

// Gone, or become something else, since its name was read: no error, the next walk will see what is there.
bool vanished(int error) {
  return error == ENOENT || error == ENOTDIR || error == ELOOP;
}

// One walk from its start to its end: the directories open at this moment, from the top down to the one being read.
// Lives on the stack of Directory::walk.
class Walk {
 public:
  explicit Walk(const Directory::Visitor& visitor) : visitor_(visitor) {}

  void run(int top) {
    enter(top, ".");
    while (!levels_.empty()) {
      errno = 0;
      const dirent* found = ::readdir(levels_.back().stream.get());
      if (found != nullptr) {
        visit(*found);
        continue;
      }
      const int error = errno;
      entry_.path.resize(levels_.back().prefix);
      if (!entry_.path.empty()) entry_.path.pop_back();
      if (error != 0) report(error);
      levels_.pop_back();
    }
  }

 private:
  struct Level {
    Stream stream;
    std::size_t prefix;  // how much of entry_.path names this directory, with the slash
  };

  // Opens the directory that entry_.path names; `name` is its last part.
  void enter(int parent, const char* name) {
    Descriptor descriptor(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (descriptor.get() < 0) {
      if (!vanished(errno) || levels_.empty()) report(errno);
      return;
    }
    Stream stream(::fdopendir(descriptor.get()));
    if (!stream) return report(errno);
    static_cast<void>(descriptor.release());
    if (!levels_.empty()) entry_.path += '/';
    levels_.push_back({std::move(stream), entry_.path.size()});
  }

  void visit(const dirent& found) {
    const std::string_view name = found.d_name;
    if (name == "." || name == "..") return;
    const Level& level = levels_.back();
    const int parent = ::dirfd(level.stream.get());
    entry_.path.resize(level.prefix);
    entry_.path += name;

    bool directory = found.d_type == DT_DIR;
    bool file = false;
    if (found.d_type == DT_REG || found.d_type == DT_UNKNOWN) {
      struct stat status {};
      if (::fstatat(parent, found.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (!vanished(errno)) report(errno);
        return;
      }
      file = S_ISREG(status.st_mode);
      if (file) {
        entry_.stamp = stamp_of(status);
        if (visitor_.on_file) visitor_.on_file(entry_);
      }
      directory = S_ISDIR(status.st_mode);
    }
    if (!directory) {
      if (!file && visitor_.on_other) visitor_.on_other(entry_.path);
      return;
    }
    if (visitor_.on_directory && visitor_.on_directory(entry_.path) == Directory::Visit::skip) return;
    if (levels_.size() == kDeepest) return report(ENAMETOOLONG);
    enter(parent, found.d_name);
  }

  void report(int error) const {
    if (visitor_.on_error) visitor_.on_error(entry_.path, std::error_code(error, std::generic_category()));
  }

  const Directory::Visitor& visitor_;
  std::vector<Level> levels_;
  Entry entry_;
};

}  // namespace

void Directory::walk(const Visitor& visitor) const {
  Walk(visitor).run(descriptor_);
}

}  // namespace mediumsync::fs
