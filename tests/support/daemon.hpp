#pragma once

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace mediumsync::support {

// A mediumsyncd of the build tree with everything it has in one directory: mediumsync.toml, control.sock, state/. It is
// started, killed and started again by the test that owns it.
class Daemon {
 public:
  using Json = nlohmann::ordered_json;

  explicit Daemon(std::filesystem::path directory) : directory_(std::move(directory)) {}

  std::filesystem::path config_file() const { return directory_ / "mediumsync.toml"; }
  std::filesystem::path state_directory() const { return directory_ / "state"; }
  std::filesystem::path socket() const { return directory_ / "control.sock"; }
  // `text` is what follows state_dir and [control].
  void configure(const std::string& text) const;

  // Starts it and returns once it says READY=1. **Throws** std::runtime_error with its log when it ends before.
  void start();
  // Starts it and returns at once; the environment is NAME=VALUE. It may be meant to die.
  Process& launch(const std::vector<std::string>& environment = {});
  Process& process() { return process_.value(); }
  const Process& process() const { return process_.value(); }
  // As by `kill -9`; returns when it is gone.
  void kill();
  // SIGTERM; returns its exit status. **Throws** std::runtime_error when it takes longer than `limit`.
  int stop(std::chrono::milliseconds limit = std::chrono::seconds(30));
  // What it logged in all its lives.
  std::string log() const;

  Ran ctl(std::vector<std::string> words) const;
  // With --json, and it must succeed. **Throws** std::runtime_error with what was said otherwise.
  Json ask(std::vector<std::string> words) const;

 private:
  std::filesystem::path directory_;
  std::optional<Process> process_;
  std::string past_log_;
};

}  // namespace mediumsync::support
