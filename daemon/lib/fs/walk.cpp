#include "lib/fs/walk.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <functional>
#include <string_view>
#include <sys/stat.h>
#include <utility>

#include "lib/fs/descriptor.hpp"

namespace mediumsync::fs {
namespace {

// Each level holds a descriptor open while its subdirectories are walked. Deeper ones are reported, not entered.
constexpr std::size_t kDeepest = 128;
constexpr std::size_t kNamesAtOnce = 2048;

// Gone, or become something else, since its name was read: no error, the next walk will see what is there.
bool vanished(int error) {
  return error == ENOENT || error == ENOTDIR || error == ELOOP;
}

}  // namespace

void Walk::CloseStream::operator()(void* stream) const {
  ::closedir(static_cast<DIR*>(stream));
}

Walk::Walk(const Directory& top, Directory::Visitor visitor)
    : visitor_(std::move(visitor)), top_(top.descriptor_.get()) {}
Walk::Walk(Walk&&) noexcept = default;
Walk& Walk::operator=(Walk&&) noexcept = default;
Walk::~Walk() = default;

bool Walk::step() {
  if (top_) enter(*std::exchange(top_, std::nullopt), ".");
  if (levels_.empty()) return false;
  if (levels_.back().names.empty() && !levels_.back().end) read_names();
  if (Level& level = levels_.back(); !level.names.empty()) {
    const Name name = std::move(level.names.back());
    level.names.pop_back();
    visit(::dirfd(static_cast<DIR*>(level.stream.get())), name.text.c_str(), name.type);
    return true;
  }
  const int error = levels_.back().end.value_or(0);
  entry_.path.resize(levels_.back().prefix);
  if (!entry_.path.empty()) entry_.path.pop_back();
  if (error != 0) report(error);
  levels_.pop_back();
  return !levels_.empty();
}

void Walk::read_names() {
  Level& level = levels_.back();
  while (level.names.size() < kNamesAtOnce) {
    errno = 0;
    const dirent* found = ::readdir(static_cast<DIR*>(level.stream.get()));
    if (found == nullptr) {
      level.end = errno;
      break;
    }
    const std::string_view name = found->d_name;
    if (name != "." && name != "..") level.names.push_back({std::string(name), found->d_type});
  }
  std::ranges::sort(level.names, std::greater{}, &Name::text);
}

// Opens the directory that entry_.path names; `name` is its last part.
void Walk::enter(int parent, const char* name) {
  Descriptor descriptor(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (descriptor.get() < 0) {
    if (!vanished(errno) || levels_.empty()) report(errno);
    return;
  }
  Stream stream(::fdopendir(descriptor.get()));
  if (!stream) return report(errno);
  static_cast<void>(descriptor.release());
  if (!levels_.empty()) entry_.path += '/';
  levels_.push_back({std::move(stream), entry_.path.size(), {}, {}});
}

void Walk::visit(int parent, const char* name, unsigned char type) {
  entry_.path.resize(levels_.back().prefix);
  entry_.path += name;

  bool directory = type == DT_DIR;
  bool file = false;
  if (type == DT_REG || type == DT_UNKNOWN) {
    struct stat status {};
    if (::fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
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
  enter(parent, name);
}

void Walk::report(int error) const {
  if (visitor_.on_error) visitor_.on_error(entry_.path, std::error_code(error, std::generic_category()));
}

void Directory::walk(const Visitor& visitor) const {
  Walk walk(*this, visitor);
  while (walk.step()) continue;
}

}  // namespace mediumsync::fs
