#pragma once

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <string>

namespace mediumsync::support {

// Runs test cases of this program ("with few *") once more, in a user namespace of their own, where the limits of the
// kernel can be lowered for them alone.
inline void run_in_own_namespace(const std::string& cases) {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
  if (std::system("unshare --user --map-root-user true 2>/dev/null") != 0) {
    MESSAGE("skipped: no user namespace can be made here");
    return;
  }
  const std::string command =
      "MEDIUMSYNC_OWN_NAMESPACE=1 unshare --user --map-root-user '" + self + "' -tc='" + cases + "' >&2";
  CHECK(std::system(command.c_str()) == 0);
}

}  // namespace mediumsync::support
