#include "lib/fs/directory.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <limits>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

#include "core/text.hpp"
#include "lib/fs/descriptor.hpp"

namespace mediumsync::fs {
namespace {

// PATH_MAX counts the NUL, and openat2(2) takes no more at a time.
constexpr std::size_t kLongestHop = 4095;
// "..", resolved while somebody renames directories, may have to be tried again: openat2(2), EAGAIN.
constexpr int kRenameRetries = 32;

constexpr unsigned kResolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;

Opened openat2_beneath(int directory, const std::string& path, int flags) {
  if (directory < 0) return EMFILE;  // a copy for which there was no descriptor
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_CLOEXEC | O_NOFOLLOW);
  how.resolve = kResolve;
  for (int attempt = 0;; ++attempt) {
    const long result = ::syscall(SYS_openat2, directory, path.c_str(), &how, sizeof how);
    if (result >= 0) return Descriptor(static_cast<int>(result));
    if (errno == ENOSYS) {
      throw std::system_error(errno, std::generic_category(),
                              "openat2 (needs Linux 5.6; a seccomp filter may forbid it)");
    }
    if (errno != EINTR && (errno != EAGAIN || attempt == kRenameRetries)) return errno;
  }
}

}  // namespace

// Opens `relative` beneath `directory`. A path longer than the kernel takes is opened in hops, each beneath the one
// before.
Opened open_beneath(int directory, std::string_view relative, int flags) {
  if (relative.find('\0') != std::string_view::npos) return ENOENT;  // the kernel would see a shorter name
  std::optional<Descriptor> hop;
  while (relative.size() > kLongestHop) {
    const std::size_t slash = relative.rfind('/', kLongestHop);
    if (slash == std::string_view::npos || slash == 0) return ENAMETOOLONG;
    Opened next =
        openat2_beneath(hop ? hop->get() : directory, std::string(relative.substr(0, slash)), O_PATH | O_DIRECTORY);
    if (const int* error = std::get_if<int>(&next)) return *error;
    hop = std::get<Descriptor>(std::move(next));
    relative.remove_prefix(slash + 1);
  }
  return openat2_beneath(hop ? hop->get() : directory, std::string(relative), flags);
}

namespace {

std::string words(int error) {
  return std::generic_category().message(error);
}

ReadError read_error(std::string_view relative, ReadProblem problem, std::string_view why) {
  return {problem, core::printable(core::sanitise_utf8(relative)) + ": " + std::string(why)};
}

// "16 MiB", "20.1 MiB"
std::string in_mib(std::size_t bytes) {
  constexpr std::size_t mib = std::size_t{1} << 20;
  const std::size_t tenths = (bytes * 10 + mib - 1) / mib;
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) + " MiB";
}

ReadError not_regular(std::string_view relative) {
  return read_error(relative, ReadProblem::not_regular,
                    "not a regular file (a directory, a pipe, a device), so there is no text to read; give it another "
                    "name, or put the post's file there");
}

ReadError too_large(std::string_view relative, std::string_view size, std::size_t max_size) {
  return read_error(relative, ReadProblem::too_large,
                    std::string(size) + ", more than the " + in_mib(max_size) +
                        " that a post may have; is it a post? Split it, or move it out of the folder");
}

ReadError open_error(std::string_view relative, int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
      return read_error(relative, ReadProblem::missing, words(error));
    case EXDEV:
      return read_error(relative, ReadProblem::outside, "leads out of the folder");
    case ELOOP:
      return read_error(
          relative, ReadProblem::outside,
          "a symbolic link, or behind one, which is not followed; put a copy of what it leads to there instead");
    case ENXIO:  // a socket, or a device without a driver
    case ENODEV:
      return not_regular(relative);
    case EAGAIN:  // directories being renamed under "..", or somebody holds a lease
      return read_error(relative, ReadProblem::changing, "in use by somebody else");
    case EACCES:
    case EPERM:
      return read_error(relative, ReadProblem::denied, words(error));
    default:
      return read_error(relative, ReadProblem::io, words(error));
  }
}

// Whoever may write in the folder may give a file from elsewhere a second name there, and have us publish what they
// could not read themselves (fs.protected_hardlinks guards against most of it, where it is on). A file with several
// names is therefore read only where that gains nobody anything: when anybody may read it, or when it belongs to the
// folder's owner, who is not root, and nobody else may write there.
bool may_be_from_elsewhere(const struct stat& file, int directory) {
  if (file.st_nlink <= 1 || (file.st_mode & S_IROTH) != 0) return false;
  struct stat folder {};
  if (::fstat(directory, &folder) != 0) return true;
  return file.st_uid != folder.st_uid || folder.st_uid == 0 || (folder.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

// A lease on a file of another machine is refused for other reasons too.
bool tells_of_writers(int file) {
  struct statfs status {};
  if (::fstatfs(file, &status) != 0) return false;
  constexpr std::array<unsigned, 6> local{EXT4_SUPER_MAGIC, BTRFS_SUPER_MAGIC,     XFS_SUPER_MAGIC,
                                          TMPFS_MAGIC,      OVERLAYFS_SUPER_MAGIC, F2FS_SUPER_MAGIC};
  return std::ranges::find(local, static_cast<unsigned>(status.f_type)) != local.end();
}

// Everything that `file` holds, but at most `limit` bytes; or errno.
std::variant<std::string, int> read_up_to(int file, std::size_t limit) {
  std::string bytes(limit, '\0');
  std::size_t filled = 0;
  while (filled < limit) {
    const ssize_t count = ::read(file, bytes.data() + filled, limit - filled);
    if (count == 0) break;
    if (count > 0) {
      filled += static_cast<std::size_t>(count);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  bytes.resize(filled);
  return bytes;
}

std::variant<FileContent, ReadError> read_regular(int file, const struct stat& before, std::string_view relative,
                                                  std::size_t max_size) {
  const auto size = static_cast<std::size_t>(before.st_size);
  if (size > max_size) return too_large(relative, in_mib(size), max_size);

  auto content = read_up_to(file, size + 1);  // one more, to see it grow
  if (const int* error = std::get_if<int>(&content)) {
    return read_error(relative, *error == EAGAIN ? ReadProblem::changing : ReadProblem::io, words(*error));
  }
  auto& bytes = std::get<std::string>(content);
  if (bytes.size() > max_size) return too_large(relative, "growing, at least " + in_mib(bytes.size()), max_size);

  struct stat after {};
  if (::fstat(file, &after) != 0) return read_error(relative, ReadProblem::io, words(errno));
  if (stamp_of(after) != stamp_of(before) || bytes.size() != size) {
    return read_error(relative, ReadProblem::changing, "changed while it was read");
  }
  return FileContent{std::move(bytes), stamp_of(after)};
}

}  // namespace

std::variant<Directory, std::error_code> Directory::open(const std::filesystem::path& path) {
  core::Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK));
  if (!descriptor.is_open()) return std::error_code(errno, std::generic_category());
  return Directory(std::move(descriptor));
}

Directory::Directory(const Directory& other) noexcept
    : descriptor_(::fcntl(other.descriptor_.get(), F_DUPFD_CLOEXEC, 0)) {}

std::variant<FileContent, ReadError> Directory::read(std::string_view relative, std::size_t max_size) const {
  Opened opened = open_beneath(descriptor_.get(), relative, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (const int* error = std::get_if<int>(&opened)) return open_error(relative, *error);
  const auto& file = std::get<Descriptor>(opened);

  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return read_error(relative, ReadProblem::io, words(errno));
  if (!S_ISREG(status.st_mode)) return not_regular(relative);
  if (may_be_from_elsewhere(status, descriptor_.get())) {
    return read_error(relative, ReadProblem::outside,
                      "has " + std::to_string(status.st_nlink) +
                          " names (hard links) and may belong elsewhere; put a copy there instead");
  }
  return read_regular(file.get(), status, relative, max_size);
}

std::variant<Stamp, ReadError> Directory::stamp(std::string_view relative) const {
  Opened opened = open_beneath(descriptor_.get(), relative, O_PATH);
  if (const int* error = std::get_if<int>(&opened)) return open_error(relative, *error);

  struct stat status {};
  if (::fstat(std::get<Descriptor>(opened).get(), &status) != 0) {
    return read_error(relative, ReadProblem::io, words(errno));
  }
  if (S_ISLNK(status.st_mode)) return open_error(relative, ELOOP);  // O_PATH opens a link itself
  if (!S_ISREG(status.st_mode)) return not_regular(relative);
  return stamp_of(status);
}

bool Directory::is_being_written(std::string_view relative) const {
  const Opened opened = open_beneath(descriptor_.get(), relative, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  const auto* file = std::get_if<Descriptor>(&opened);
  if (file == nullptr || !tells_of_writers(file->get())) return false;
  // Should somebody open it in between, the kernel asks for the lease back: by a signal that ends nobody.
  if (::fcntl(file->get(), F_SETSIG, SIGURG) != 0) return false;
  if (::fcntl(file->get(), F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN;
  ::fcntl(file->get(), F_SETLEASE, F_UNLCK);
  return false;
}

std::variant<Directory, ReadError> Directory::enter(std::string_view relative) const {
  Opened opened = open_beneath(descriptor_.get(), relative, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
  if (const int* error = std::get_if<int>(&opened)) return open_error(relative, *error);
  return Directory(std::move(std::get<Descriptor>(opened)));
}

bool Directory::still_at(const std::filesystem::path& path) const {
  struct stat here {};
  struct stat there {};
  if (::fstat(descriptor_.get(), &here) != 0 || ::stat(path.c_str(), &there) != 0) return false;
  return here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

Directory::Identity Directory::identity() const {
  struct stat status {};
  if (::fstat(descriptor_.get(), &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

std::string Directory::descriptor_path(std::string_view relative) const {
  std::string path = "/proc/self/fd/" + std::to_string(descriptor_.get());
  if (!relative.empty()) path.append(1, '/').append(relative);
  return path;
}

}  // namespace mediumsync::fs
