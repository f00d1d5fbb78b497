#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandbox/model/instant.hpp"

namespace mediumsync::sandbox {

struct ZipEntry {
  std::string path;
  std::string bytes;
};

// `written`: when its files say that they were. **Throws** std::runtime_error when libarchive can't write.
std::string make_zip(const std::vector<ZipEntry>& entries, const std::optional<Instant>& written = std::nullopt);

}  // namespace mediumsync::sandbox
