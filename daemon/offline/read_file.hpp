// A file as a person names it, read with the person's own rights, and as the folder source would read it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/expected.hpp"
#include "core/post.hpp"
#include "core/time.hpp"

namespace mediumsync::offline {

// Why a file is no post: where, what, and how to mend it.
struct FileError {
  std::string message;
  std::string code;
  std::optional<int> line;
};

// The text of a bundle, when a person names its directory; else what they named.
std::string text_of(const std::string& path);

core::Expected<std::string, FileError> read_bytes(const std::string& path);

// The post that dropping the file would make, with the defaults of a folder whose posts live at `base`.
core::Expected<core::Post, FileError> read_post(const std::string& path, const std::optional<std::string>& base,
                                                core::TimePoint now);

// The same with the images that would be uploaded.
struct Illustrated {
  core::Post post;
  std::vector<core::Asset> images;
};
core::Expected<Illustrated, FileError> read_illustrated(const std::string& path, const std::optional<std::string>& base,
                                                        core::TimePoint now);

// What `mediumsyncctl add` sends: the file as it is, and the local images that it names and that are there.
struct Packed {
  std::string origin;  // the absolute path
  std::string text;
  std::vector<core::Asset> images;
};
core::Expected<Packed, FileError> pack(const std::string& path);

}  // namespace mediumsync::offline
