#include <pwd.h>
#include <string_view>

#include "config/settings.hpp"

namespace mediumsync::config {

namespace {

namespace fs = std::filesystem;
using Variable = std::function<std::optional<std::string>(const std::string&)>;

// The first of a colon-separated list of absolute paths; relative ones don't count (XDG base directory specification).
std::optional<fs::path> directory(const Variable& variable, const std::string& name) {
  const auto value = variable(name);
  if (!value) return std::nullopt;
  const fs::path first = value->substr(0, value->find(':'));
  return first.is_absolute() ? std::optional(first) : std::nullopt;
}

std::optional<fs::path> home(const Variable& variable, unsigned user_id) {
  if (const auto set = directory(variable, "HOME")) return set;
  const passwd* user = getpwuid(user_id);
  return user != nullptr && user->pw_dir != nullptr ? std::optional<fs::path>(user->pw_dir) : std::nullopt;
}

bool below(const fs::path& path, std::string_view directory) {
  return path.native().starts_with(std::string(directory) + "/");
}

constexpr std::string_view name = "mediumsync";

Defaults system_defaults() {
  return {.config_file = "/etc/mediumsync/mediumsync.toml",
          .state_dir = "/var/lib/mediumsync",
          .socket = "/run/mediumsync/control.sock"};
}

Defaults user_defaults(const Variable& variable, unsigned user_id) {
  const auto home_directory = home(variable, user_id);
  if (!home_directory) return system_defaults();
  const auto xdg = [&](const char* variable_name, const char* below_home) {
    return directory(variable, variable_name).value_or(*home_directory / below_home) / name;
  };
  const fs::path runtime =
      directory(variable, "XDG_RUNTIME_DIR").value_or(fs::path("/run/user") / std::to_string(user_id)) / name;
  return {.config_file = xdg("XDG_CONFIG_HOME", ".config") / "mediumsync.toml",
          .state_dir = xdg("XDG_STATE_HOME", ".local/state"),
          .socket = runtime / "control.sock"};
}

}  // namespace

Defaults defaults(const Variable& variable, unsigned user_id) {
  const auto state = directory(variable, "STATE_DIRECTORY");
  const bool of_the_system = state ? below(*state, "/var/lib") : user_id == 0;
  Defaults result = of_the_system ? system_defaults() : user_defaults(variable, user_id);
  if (state) result.state_dir = *state;
  if (const auto runtime = directory(variable, "RUNTIME_DIRECTORY")) result.socket = *runtime / "control.sock";
  if (const auto configuration = directory(variable, "CONFIGURATION_DIRECTORY")) {
    result.config_file = *configuration / "mediumsync.toml";
  }
  return result;
}

}  // namespace mediumsync::config
