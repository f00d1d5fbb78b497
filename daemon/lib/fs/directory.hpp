// Files beneath one directory and never outside it: openat2(2) with RESOLVE_BENEATH, no symbolic links, regular files
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

#include "core/descriptor.hpp"

namespace mediumsync::fs {

// What tells one version of a file from the next without reading it.
struct Stamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t modified_ns = 0;  // since the epoch
  std::int64_t changed_ns = 0;   // st_ctime
  bool operator==(const Stamp&) const = default;
};

enum class ReadProblem {
  missing,
  outside,      // leads out of the directory or through a symbolic link, or is a hard link that may come from elsewhere
  not_regular,  // a directory, FIFO, socket, device
  too_large,
  changing,  // its stamp changed while it was read
  denied,
  io
};

struct ReadError {
  ReadProblem problem = ReadProblem::io;
  std::string message;  // for people; names the file
};

struct FileContent {
  std::string bytes;
  Stamp stamp;
};

// One entry of a walk. `path` is relative to the directory, '/'-separated, raw bytes.
struct Entry {
  std::string path;
  Stamp stamp;
};

// An open directory. Reads stay beneath it whatever the names say and however the tree changes meanwhile. A copy is the
// same directory by a descriptor of its own, so that another thread can read there; where none was left, nothing can be
// read by the copy, which says so.
class Directory {
 public:
  static std::variant<Directory, std::error_code> open(const std::filesystem::path& path);
  Directory(const Directory& other) noexcept;
  Directory(Directory&& other) = default;
  Directory& operator=(Directory&& other) = default;
  ~Directory() = default;

  // Never blocks on a FIFO or device. A stamp taken before and after the read must agree. A file with several hard
  // links is read only where nobody learns by it what they could not read themselves: it is world-readable, or belongs
  // to the directory's owner (not root) and nobody else may write there. **Throws** std::system_error where openat2(2)
  // is missing.
  std::variant<FileContent, ReadError> read(std::string_view relative, std::size_t max_size) const;

  // Of a regular file, by its path alone; who may read it and its hard links are read()'s business.
  std::variant<Stamp, ReadError> stamp(std::string_view relative) const;

  // Whether a program has this file open for writing, as far as the kernel tells us: of files that are ours (or with
  // CAP_LEASE), on a file system of this machine. What can't be told counts as not.
  bool is_being_written(std::string_view relative) const;

  // A directory beneath this one, symbolic links not followed.
  std::variant<Directory, ReadError> enter(std::string_view relative) const;

  enum class Visit { enter, skip };
  // Walks the tree, symbolic links not followed, other file systems entered. `on_directory` is asked before each
  // subdirectory (its relative path); `on_file` is told each regular file, `on_other` what is neither (links, pipes,
  // …). An unreadable subdirectory, or one more than 128 levels down, is reported to `on_error` and passed over. What
  // vanishes meanwhile is passed over in silence. Any of the four may be empty.
  struct Visitor {
    std::function<Visit(std::string_view path)> on_directory;
    std::function<void(const Entry&)> on_file;
    std::function<void(std::string_view path, std::error_code)> on_error;
    std::function<void(std::string_view path)> on_other;
  };
  void walk(const Visitor& visitor) const;

  // The four that change anything; what an error means is errno's. Each stays beneath the directory, through no
  // symbolic link, and none ever takes the place of what is there: file_exists says that something is.
  std::error_code make_directories(std::string_view relative) const;  // those that are missing
  std::error_code move(std::string_view from, std::string_view to) const;
  std::error_code create(std::string_view relative, std::string_view text) const;
  std::error_code remove_file(std::string_view relative) const;

  // Whether `path` still leads to this directory (it was not removed, replaced or mounted over).
  bool still_at(const std::filesystem::path& path) const;

  // The file system that the directory itself lies on (st_dev), and its number there.
  struct Identity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    bool operator==(const Identity&) const = default;
  };
  Identity identity() const;

  // "/proc/self/fd/N/relative": for an inotify watch on exactly this directory. `relative` is empty or comes from a
  // walk.
  std::string descriptor_path(std::string_view relative) const;

 private:
  friend class Walk;
  explicit Directory(core::Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  core::Descriptor descriptor_;
};

}  // namespace mediumsync::fs
