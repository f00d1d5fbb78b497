// Private to fs/: opening beneath a directory, and the stamp of what stat(2) said.
#pragma once

#include <cstdint>
#include <string_view>
#include <sys/stat.h>
#include <variant>

#include "core/descriptor.hpp"
#include "lib/fs/directory.hpp"

namespace mediumsync::fs {

using core::Descriptor;

// A descriptor, or errno.
using Opened = std::variant<Descriptor, int>;

// Beneath `directory`, through no symbolic link. **Throws** std::system_error where openat2(2) is missing.
Opened open_beneath(int directory, std::string_view relative, int flags);

inline std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + std::int64_t{time.tv_nsec};
}

inline Stamp stamp_of(const struct stat& status) {
  return Stamp{.device = status.st_dev,
               .inode = status.st_ino,
               .size = status.st_size,
               .modified_ns = nanoseconds(status.st_mtim),
               .changed_ns = nanoseconds(status.st_ctim)};
}

}  // namespace mediumsync::fs
