// mediumsyncd: argv → Settings → Daemon, and the one place where an exception becomes an exit status.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <sys/prctl.h>
#include <unistd.h>
#include <vector>

#include "config/settings.hpp"
#include "daemon.hpp"
#include "lib/log/log.hpp"
#include "offline/offline.hpp"
#include "version.hpp"

namespace {

using namespace mediumsync;

constexpr int exit_broken = 1;

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

int check(const std::filesystem::path& file, const config::Defaults& defaults) {
  const auto settings = config::load(file, defaults, config::MachineChecks::made);
  if (settings) {
    std::cout << file.string() << ": all is well (accounts: " << settings->accounts.size()
              << ", folders: " << settings->folders.size() << ", feeds: " << settings->feeds.size() << ")\n";
    return EXIT_SUCCESS;
  }
  for (const config::Mistake& mistake : settings.error()) std::cerr << config::to_string(file, mistake) << '\n';
  return exit_broken;
}

// A token must not end up in a core file, and a reader that goes away must not end the daemon.
void harden() {
  ::prctl(PR_SET_DUMPABLE, 0);
  std::signal(SIGPIPE, SIG_IGN);
}

int serve(const std::filesystem::path& file, const config::Defaults& defaults) {
  // What is missing on the machine (a folder that is not mounted, a token file) is said by status and may come back: no
  // reason not to start.
  auto settings = config::load(file, defaults, config::MachineChecks::skipped);
  if (!settings) {
    for (const config::Mistake& mistake : settings.error())
      log::error("configuration refused", {{"mistake", config::to_string(file, mistake)}});
    return exit_broken;
  }
  Daemon daemon(std::move(*settings), file, defaults);
  daemon.run();
  return EXIT_SUCCESS;
}

int run(int argc, char** argv) {
  const config::Defaults defaults = config::defaults(environment, ::getuid());
  if (argc > 1 && std::string_view(argv[1]) == "offline") return offline::run({argv + 2, argv + argc});

  CLI::App app{
      "mediumsyncd watches folders and feeds and publishes their posts to Medium, on a schedule, exactly once.",
      "mediumsyncd"};
  std::filesystem::path file = defaults.config_file;
  app.add_option("--config", file, "The configuration")->capture_default_str();
  bool only_check = false;
  app.add_flag("--check-config", only_check, "Say every mistake in the configuration and exit");
  app.set_version_flag("--version", "mediumsyncd " + std::string(version));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EXIT_SUCCESS : 2;
  }
  if (only_check) return check(file, defaults);
  harden();
  log::open(log::Level::info);
  return serve(file, defaults);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    log::error("cannot go on", {{"reason", error.what()}});
    return exit_broken;
  }
}
