#pragma once

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <string>

namespace mediumsync::test {

// A directory of a test's own, gone with everything in it at the end.
class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(const std::filesystem::path& place = std::filesystem::temp_directory_path()) {
    std::string name = (place / "mediumsync-uv-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  void touch(const std::string& name) const { std::ofstream(path_ / name) << "x"; }

 private:
  std::filesystem::path path_;
};

}  // namespace mediumsync::test
