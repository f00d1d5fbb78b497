// The few changes that are ever made beneath a directory: new directories, a file under another name, a note.
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/fs/descriptor.hpp"
#include "lib/fs/directory.hpp"

namespace mediumsync::fs {
namespace {

std::error_code last_error() {
  return {errno, std::generic_category()};
}

// What changes its name lies in `directory`, under `name`.
struct Place {
  Descriptor directory;
  std::string name;
};
std::variant<Place, std::error_code> place_of(int top, std::string_view relative) {
  const std::size_t slash = relative.rfind('/');
  const std::string_view parent = slash == std::string_view::npos ? "." : relative.substr(0, slash);
  const std::string_view name = slash == std::string_view::npos ? relative : relative.substr(slash + 1);
  if (name.empty() || name == "." || name == ".." || name.find('\0') != std::string_view::npos)
    return std::error_code(EINVAL, std::generic_category());
  Opened opened = open_beneath(top, parent, O_PATH | O_DIRECTORY);
  if (const int* error = std::get_if<int>(&opened)) return std::error_code(*error, std::generic_category());
  return Place{std::get<Descriptor>(std::move(opened)), std::string(name)};
}

// Where the file system has no RENAME_NOREPLACE (NFS, some of FUSE): a file gets its second name before it loses the
// first; a directory takes the place of an empty one that was made for it.
std::error_code rename_in_two_steps(const Place& from, const Place& to) {
  struct stat status {};
  if (::fstatat(from.directory.get(), from.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return last_error();
  if (S_ISDIR(status.st_mode)) {
    if (::mkdirat(to.directory.get(), to.name.c_str(), 0700) != 0) return last_error();
    if (::renameat(from.directory.get(), from.name.c_str(), to.directory.get(), to.name.c_str()) == 0) return {};
    const std::error_code error = last_error();
    ::unlinkat(to.directory.get(), to.name.c_str(), AT_REMOVEDIR);
    return error;
  }
  if (::linkat(from.directory.get(), from.name.c_str(), to.directory.get(), to.name.c_str(), 0) != 0)
    return last_error();
  return ::unlinkat(from.directory.get(), from.name.c_str(), 0) == 0 ? std::error_code() : last_error();
}

}  // namespace

std::error_code Directory::make_directories(std::string_view relative) const {
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = relative.find('/', end == 0 ? 0 : end + 1);
    const auto place = place_of(descriptor_.get(), relative.substr(0, end));
    if (const auto* error = std::get_if<std::error_code>(&place)) return *error;
    const auto& [parent, name] = std::get<Place>(place);
    if (::mkdirat(parent.get(), name.c_str(), 0777) != 0) {
      if (errno == EEXIST) continue;
      return last_error();
    }
    // Whoever may put files into the folder may take them out of this one too.
    struct stat status {};
    const bool told = ::fstat(parent.get(), &status) == 0;
    if (told && ::fchmodat(parent.get(), name.c_str(), status.st_mode & 07777U, 0) != 0 && errno != EPERM)
      return last_error();
  }
  return {};
}

std::error_code Directory::move(std::string_view from, std::string_view to) const {
  const auto source = place_of(descriptor_.get(), from);
  if (const auto* error = std::get_if<std::error_code>(&source)) return *error;
  const auto target = place_of(descriptor_.get(), to);
  if (const auto* error = std::get_if<std::error_code>(&target)) return *error;
  const Place& old_place = std::get<Place>(source);
  const Place& new_place = std::get<Place>(target);
  if (::renameat2(old_place.directory.get(), old_place.name.c_str(), new_place.directory.get(), new_place.name.c_str(),
                  RENAME_NOREPLACE) == 0)
    return {};
  if (errno == EINVAL || errno == ENOSYS) return rename_in_two_steps(old_place, new_place);
  return last_error();
}

std::error_code Directory::create(std::string_view relative, std::string_view text) const {
  const auto place = place_of(descriptor_.get(), relative);
  if (const auto* error = std::get_if<std::error_code>(&place)) return *error;
  const auto& [parent, name] = std::get<Place>(place);
  const Descriptor file(
      ::openat(parent.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (file.get() < 0) return last_error();
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      const std::error_code error = last_error();
      ::unlinkat(parent.get(), name.c_str(), 0);
      return error;
    }
  }
  return {};
}

std::error_code Directory::remove_file(std::string_view relative) const {
  const auto place = place_of(descriptor_.get(), relative);
  if (const auto* error = std::get_if<std::error_code>(&place)) return *error;
  const auto& [parent, name] = std::get<Place>(place);
  return ::unlinkat(parent.get(), name.c_str(), 0) == 0 ? std::error_code() : last_error();
}

}  // namespace mediumsync::fs
