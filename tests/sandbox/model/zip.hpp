#pragma once

#include <string>
#include <vector>

namespace mediumsync::sandbox {

struct ZipEntry {
  std::string path;
  std::string bytes;
};

// **Throws** std::runtime_error when libarchive can't write.
std::string make_zip(const std::vector<ZipEntry>& entries);

}  // namespace mediumsync::sandbox
