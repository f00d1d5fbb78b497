// A configuration file on disk for the time of a test.
#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX, not in <cstdlib>
#include <string>
#include <string_view>
#include <sys/stat.h>

#include "config/settings.hpp"

namespace mediumsync::config {

// A directory of its own, removed with all that is in it. Owned by one test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mediumsync-config-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp " + pattern);
    path_ = pattern;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

  std::filesystem::path write(const std::string& name, std::string_view text, mode_t mode = 0600) const {
    const auto file = path_ / name;
    std::ofstream(file, std::ios::binary) << text;
    if (chmod(file.c_str(), mode) != 0) throw std::runtime_error("chmod " + file.string());
    return file;
  }

 private:
  std::filesystem::path path_;
};

inline const Defaults test_defaults{.config_file = "/etc/mediumsync/mediumsync.toml",
                                    .state_dir = "/var/lib/mediumsync",
                                    .socket = "/run/mediumsync/control.sock"};

inline core::Expected<Settings, Mistakes> load_text(std::string_view text,
                                                    MachineChecks checks = MachineChecks::skipped) {
  const TemporaryDirectory directory;
  return load(directory.write("mediumsync.toml", text), test_defaults, checks);
}

// The mistakes one per line, as "LINE:COLUMN: message"; "" when there are none.
inline std::string mistakes_of(const core::Expected<Settings, Mistakes>& loaded) {
  if (loaded) return {};
  std::string text;
  for (const Mistake& mistake : loaded.error()) text += to_string("", mistake).substr(1) + "\n";
  return text;
}

}  // namespace mediumsync::config
