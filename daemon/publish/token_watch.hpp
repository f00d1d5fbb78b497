#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "lib/uv/inotify.hpp"
#include "lib/uv/loop.hpp"
#include "lib/uv/timer.hpp"

namespace mediumsync::publish {

// Notices that the file of a token is another one than before, however it was changed: written over, replaced, its mode
// mended. Watches the directories that the files lie in. Owned by the publisher.
class TokenWatch {
 public:
  using OnChange = std::function<void(const std::string& account)>;

  TokenWatch(uv::Loop& loop, OnChange on_change);

  // The files as they are now are the known ones.
  struct File {
    std::string account;
    std::filesystem::path path;
  };
  void watch(const std::vector<File>& files);

 private:
  // device, inode, size, time of the last change in nanoseconds; absent: there is no file
  using Stamp = std::optional<std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::int64_t>>;
  static Stamp stamp_of(const std::filesystem::path& file);
  struct Known {
    File file;
    Stamp stamp;
  };
  void compare();

  OnChange on_change_;
  std::vector<Known> known_;
  uv::Inotify inotify_;
  std::optional<uv::Watcher> watcher_;
  uv::Timer settled_;
};

}  // namespace mediumsync::publish
