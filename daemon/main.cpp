// mediumsyncd: argv → Settings → Daemon, and the one place where an exception becomes an exit status.
#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "config/settings.hpp"
#include "daemon.hpp"
#include "lib/log/log.hpp"
#include "lib/systemd/systemd.hpp"
#include "offline/offline.hpp"
#include "queue/restore.hpp"
#include "queue/state_lock.hpp"
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

config::Settings settings_or_refuse(const std::filesystem::path& file, const config::Defaults& defaults) {
  // What is missing on the machine (a folder that is not mounted, a token file) is said by status and may come back: no
  // reason not to start.
  auto settings = config::load(file, defaults, config::MachineChecks::skipped);
  if (!settings) {
    for (const config::Mistake& mistake : settings.error())
      log::error("configuration refused", {{"mistake", config::to_string(file, mistake)}});
    throw std::runtime_error(file.string() + " has mistakes: mediumsyncd --check-config shows them");
  }
  return std::move(*settings);
}

// systemd's socket outlives every daemon of this process; each is given one of its own.
std::optional<int> own_of(const std::vector<int>& listening) {
  if (listening.empty()) return std::nullopt;
  const int own = ::fcntl(listening.front(), F_DUPFD_CLOEXEC, 0);
  if (own < 0) throw std::system_error(errno, std::generic_category(), "take systemd's socket");
  return own;
}

int serve(const std::filesystem::path& file, const config::Defaults& defaults) {
  const std::vector<int> listening = systemd::take_listen_descriptors();
  while (true) {
    Daemon daemon(settings_or_refuse(file, defaults), file, defaults, own_of(listening));
    if (daemon.run() == Daemon::End::stopped) return EXIT_SUCCESS;
  }
}

core::TimePoint now() {
  return std::chrono::time_point_cast<core::Duration>(std::chrono::system_clock::now());
}

std::string posts_of(std::int64_t count) {
  return count == 1 ? "1 post" : std::to_string(count) + " posts";
}

// What a person has to know before the daemon is started again.
void tell(const queue::Restored& restored, const std::filesystem::path& backup, const std::filesystem::path& database) {
  std::cout << database.string() << " is now what " << backup.string() << " holds: " << posts_of(restored.posts)
            << ", as of " << (restored.as_of ? core::format_rfc3339(*restored.as_of) : "its beginning") << ".\n";
  if (restored.kept) std::cout << "What was there before is kept as " << restored.kept->string() << ".\n";
  if (restored.gone_out_since && *restored.gone_out_since > 0)
    std::cout << "Since then " << posts_of(*restored.gone_out_since) << " went out that it does not know of.\n";
  std::cout << "What waits (" << restored.waiting
            << ") and what arrives is held until you let it go, for it may be on Medium since. Start the daemon; "
               "mediumsyncctl status says how to go on.\n";
}

int restore(const std::filesystem::path& backup, const std::filesystem::path& config_file,
            const config::Defaults& defaults) {
  const std::filesystem::path state_dir = settings_or_refuse(config_file, defaults).state_dir;
  const auto lock = queue::StateLock::acquire(state_dir);
  if (!lock) throw std::runtime_error(lock.error().message);
  const std::filesystem::path database = state_dir / "queue.db";
  const auto restored = queue::restore(backup, database, now());
  if (!restored) {
    std::cerr << "mediumsyncd: " << restored.error().message << "; nothing has changed\n";
    return exit_broken;
  }
  tell(*restored, backup, database);
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
  std::filesystem::path backup;
  CLI::App* restores = app.add_subcommand("restore", "Put a backup in the queue's place; the daemon must not run");
  restores->add_option("FILE", backup, "What mediumsyncctl backup wrote")->required();
  restores->fallthrough();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EXIT_SUCCESS : 2;
  }
  if (only_check) return check(file, defaults);
  if (restores->parsed()) {
    log::open(log::Level::info);
    return restore(backup, file, defaults);
  }
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
