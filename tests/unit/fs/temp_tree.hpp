#pragma once

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <variant>

#include "lib/fs/directory.hpp"
#include "support/temporary_directory.hpp"

namespace mediumsync::fs {

// A real folder for the length of one test, removed with everything in it. Owned by the test.
class TempTree {
 public:
  TempTree() { std::filesystem::create_directory(root()); }

  // The watched folder. Beside it there is room for what lies outside.
  std::filesystem::path root() const { return outer_ / "root"; }
  std::filesystem::path outside() const { return outer_.path(); }

  std::filesystem::path write(std::string_view relative, std::string_view bytes) const {
    const auto path = root() / relative;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  Directory open() const {
    auto opened = Directory::open(root());
    REQUIRE(std::holds_alternative<Directory>(opened));
    return std::get<Directory>(std::move(opened));
  }

 private:
  support::TemporaryDirectory outer_;
};

}  // namespace mediumsync::fs
