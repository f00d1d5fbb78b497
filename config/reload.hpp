// What a changed configuration file changes, so that a reload touches nothing else.
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"

namespace mediumsync::config {

// Tables that are known by their names.
struct NamedChanges {
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::vector<std::string> changed;
  bool empty() const { return added.empty() && removed.empty() && changed.empty(); }
  bool operator==(const NamedChanges&) const = default;
};

struct Changes {
  NamedChanges accounts;
  NamedChanges folders;
  NamedChanges feeds;
  NamedChanges notify;
  std::vector<std::string> at_once;  // other keys that take effect by themselves: "log.level", "fetch"
  std::vector<std::string>
      needs_restart;  // keys that hold until the daemon is started again: "state_dir", "control.socket"
  bool empty() const;
  bool operator==(const Changes&) const = default;
};

Changes changes(const Settings& before, const Settings& after);

}  // namespace mediumsync::config
