// Whether a disk gives what is on it.
#pragma once

#include <filesystem>

namespace mediumsync::queue {

// Reads the database and its write-ahead log from end to end. **Throws** std::runtime_error where that can't be done,
// which is the disk's fault and says nothing of what is in them. Takes nobody's locks away, this process's own neither.
void require_readable(const std::filesystem::path& database);

}  // namespace mediumsync::queue
