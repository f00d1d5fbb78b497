#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/time.hpp"
#include "lib/fs/directory.hpp"

namespace mediumsync::source {

// The files that were changed a moment ago, until they have been left alone for the settle time; the next to be looked
// at is found at once, however many there are. Owned by Folder.
class Settling {
 public:
  explicit Settling(core::Duration settle) : settle_(settle) {}

  // Whether a file that looks like this now has been left alone for long enough; then it is here no more.
  bool has_settled(const std::string& path, const fs::Stamp& stamp, core::TimePoint now);
  // It was changed while it was read: from now on, whatever it looks like.
  void begin_anew(const std::string& path, core::TimePoint now);
  void forget(const std::string& path);
  void clear();

  bool empty() const { return files_.empty(); }
  std::optional<core::TimePoint> next() const;
  // One that may have settled by now; looking at it tells.
  std::optional<std::string> due(core::TimePoint now) const;

 private:
  struct File {
    fs::Stamp stamp;
    core::TimePoint since;  // it looks as it does
    core::TimePoint due;
  };
  using Files = std::unordered_map<std::string, File>;

  core::TimePoint settled_at(const fs::Stamp& stamp, core::TimePoint since, core::TimePoint now) const;
  void put(const std::string& path, const fs::Stamp& stamp, core::TimePoint since, core::TimePoint due);
  void erase(Files::iterator file);

  core::Duration settle_;
  Files files_;
  std::set<std::pair<core::TimePoint, std::string_view>> order_;  // the names are those of files_
};

}  // namespace mediumsync::source
