#include <doctest/doctest.h>
#include <map>
#include <vector>

#include "config/settings.hpp"

using namespace mediumsync::config;

TEST_CASE("files are where systemd and the desktop say") {
  struct Row {
    const char* what;
    unsigned user_id;
    std::map<std::string, std::string> environment;
    const char* config_file;
    const char* state_dir;
    const char* socket;
  };
  const char* system_config = "/etc/mediumsync/mediumsync.toml";
  const std::vector<Row> rows{
      {"root without systemd",
       0,
       {{"HOME", "/root"}, {"XDG_RUNTIME_DIR", "/run/user/0"}},
       system_config,
       "/var/lib/mediumsync",
       "/run/mediumsync/control.sock"},
      {"the system's service under its own user",
       990,
       {{"STATE_DIRECTORY", "/var/lib/mediumsync"},
        {"RUNTIME_DIRECTORY", "/run/mediumsync"},
        {"HOME", "/var/lib/mediumsync"}},
       system_config,
       "/var/lib/mediumsync",
       "/run/mediumsync/control.sock"},
      {"an instance of it",
       990,
       {{"STATE_DIRECTORY", "/var/lib/mediumsync/two:/var/lib/other"},
        {"RUNTIME_DIRECTORY", "/run/mediumsync-two:/run/other"},
        {"CONFIGURATION_DIRECTORY", "/etc/mediumsync/two:/etc/other"}},
       "/etc/mediumsync/two/mediumsync.toml",
       "/var/lib/mediumsync/two",
       "/run/mediumsync-two/control.sock"},
      {"a user's service",
       1000,
       {{"STATE_DIRECTORY", "/home/jane/.local/state/mediumsync"},
        {"RUNTIME_DIRECTORY", "/run/user/1000/mediumsync"},
        {"HOME", "/home/jane"},
        {"XDG_RUNTIME_DIR", "/run/user/1000"}},
       "/home/jane/.config/mediumsync/mediumsync.toml",
       "/home/jane/.local/state/mediumsync",
       "/run/user/1000/mediumsync/control.sock"},
      {"a user in a terminal",
       1000,
       {{"HOME", "/home/jane"}, {"XDG_RUNTIME_DIR", "/run/user/1000"}},
       "/home/jane/.config/mediumsync/mediumsync.toml",
       "/home/jane/.local/state/mediumsync",
       "/run/user/1000/mediumsync/control.sock"},
      {"a user with places of their own",
       1000,
       {{"HOME", "/home/jane"}, {"XDG_CONFIG_HOME", "/c"}, {"XDG_STATE_HOME", "/s"}, {"XDG_RUNTIME_DIR", "/r"}},
       "/c/mediumsync/mediumsync.toml",
       "/s/mediumsync",
       "/r/mediumsync/control.sock"},
      {"relative and empty places don't count",
       1000,
       {{"HOME", "/home/jane"}, {"XDG_CONFIG_HOME", "c"}, {"XDG_STATE_HOME", ""}},
       "/home/jane/.config/mediumsync/mediumsync.toml",
       "/home/jane/.local/state/mediumsync",
       "/run/user/1000/mediumsync/control.sock"},
      {"nobody at home", 987'654'321, {}, system_config, "/var/lib/mediumsync", "/run/mediumsync/control.sock"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto variable = [&](const std::string& name) {
      const auto found = row.environment.find(name);
      return found == row.environment.end() ? std::nullopt : std::optional<std::string>(found->second);
    };
    const Defaults result = defaults(variable, row.user_id);
    CHECK(result.config_file == row.config_file);
    CHECK(result.state_dir == row.state_dir);
    CHECK(result.socket == row.socket);
  }
}
