// A file that is written until it is whole, and only then takes its name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/descriptor.hpp"
#include "core/expected.hpp"

namespace mediumsync::ctl {

// Where the file system has files without a name, it is one until it is whole: whatever ends this program, nothing is
// left. Elsewhere it is called "TARGET.unfinished" and removed by whoever owns it, also when a signal ends the program;
// one that `kill -9` left is written over. Owned by who makes the file, for as long as that takes; one at a time.
class Unfinished {
 public:
  // The reason, for people, where it can't be had.
  static core::Expected<Unfinished, std::string> begin(const std::filesystem::path& target);
  Unfinished(Unfinished&& other) noexcept;
  Unfinished& operator=(Unfinished&&) = delete;
  ~Unfinished();

  int descriptor() const { return file_.get(); }
  const std::filesystem::path& target() const { return target_; }
  // On the disk under its name, in place of what was there; readers see the one or the other.
  core::Expected<void, std::string> put_in_place();

 private:
  Unfinished(std::filesystem::path target, core::Descriptor file, std::optional<std::filesystem::path> name);
  std::filesystem::path target_;
  core::Descriptor file_;
  std::optional<std::filesystem::path> name_;  // absent: it has none, or not any more
};

}  // namespace mediumsync::ctl
