#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <system_error>

namespace mediumsync::support {

// What this process has of inotify, as the kernel counts it.
struct InotifyHeld {
  int instances = 0;
  int watches = 0;
  bool operator==(const InotifyHeld&) const = default;
};

inline InotifyHeld inotify_held() {
  InotifyHeld held;
  for (const auto& descriptor : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    if (std::filesystem::read_symlink(descriptor.path(), gone) != "anon_inode:inotify") continue;
    ++held.instances;
    std::ifstream information("/proc/self/fdinfo/" + descriptor.path().filename().string());
    for (std::string line; std::getline(information, line);) held.watches += line.starts_with("inotify wd:") ? 1 : 0;
  }
  return held;
}

inline std::ostream& operator<<(std::ostream& out, const InotifyHeld& held) {
  return out << held.instances << " instances, " << held.watches << " watches";
}

}  // namespace mediumsync::support
