#include "ctl/socket_path.hpp"

#include <cstdlib>
#include <unistd.h>

namespace mediumsync::ctl {
namespace {

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

std::string socket_path(const std::optional<std::string>& asked) {
  if (asked) return *asked;
  if (const auto named = environment("MEDIUMSYNC_SOCKET")) return *named;
  if (const auto runtime = environment("XDG_RUNTIME_DIR")) {
    const std::string users = *runtime + "/mediumsync/control.sock";
    if (::access(users.c_str(), F_OK) == 0) return users;
  }
  return "/run/mediumsync/control.sock";
}

}  // namespace mediumsync::ctl
