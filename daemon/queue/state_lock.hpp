#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "core/descriptor.hpp"
#include "core/expected.hpp"

namespace mediumsync::queue {

// Why the state directory can't be had.
struct StateDirectoryError {
  std::string message;  // names the directory, who holds it, and what to do
};

// The one daemon of a state directory: an flock(2)ed file in it, held for as long as this lives.
class StateLock {
 public:
  // Makes the directory (0700) when it is missing. Refuses one on NFS, CIFS or FUSE (SQLite's locks can't be believed
  // there) and one that another daemon holds.
  static core::Expected<StateLock, StateDirectoryError> acquire(const std::filesystem::path& state_dir);

 private:
  explicit StateLock(core::Descriptor file) : file_(std::move(file)) {}
  core::Descriptor file_;
};

}  // namespace mediumsync::queue
