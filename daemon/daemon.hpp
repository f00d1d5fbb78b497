#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "control/server.hpp"
#include "lib/http/client.hpp"
#include "lib/http/mail.hpp"
#include "lib/uv/loop.hpp"
#include "lib/uv/signal.hpp"
#include "lib/uv/timer.hpp"
#include "notify/notifier.hpp"
#include "outbox.hpp"
#include "publish/publisher.hpp"
#include "queue/queue.hpp"
#include "queue/state_lock.hpp"
#include "source/sources.hpp"
#include "upkeep/backups.hpp"
#include "upkeep/examiner.hpp"
#include "write_back.hpp"

namespace mediumsync {

// The composition root: owns one of everything, in the order it lives, and wires it. Owned by main.
class Daemon {
 public:
  // `listening` is a socket that listens already, the daemon's from now on. **Throws** std::runtime_error when the
  // state directory or the socket can't be had.
  Daemon(config::Settings settings, std::filesystem::path config_file, config::Defaults defaults,
         std::optional<int> listening);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // Until SIGTERM or SIGINT, or until the state directory can be written again after it could not: then another daemon
  // takes over, which sorts what was left as after a crash. **Throws** what nothing below could cope with.
  enum class End { stopped, start_anew };
  End run();

 private:
  core::Expected<void, std::vector<std::string>> reload();
  void apply();
  void serve();
  void stand_still(const std::string& reason);
  void try_the_disk();
  void stop();
  void stop_when_idle();
  void on_event(const queue::Event& event);
  void pat();
  void tell_status();
  control::Services services();
  std::string site_of(const std::string& account) const;
  std::optional<core::SourceRules> rules_of(const std::optional<std::string>& account) const;

  config::Settings settings_;
  std::filesystem::path config_file_;
  config::Defaults defaults_;
  core::TimePoint started_at_;
  queue::StateLock lock_;
  queue::Queue queue_;
  http::Mailer mailer_;  // before loop_, whose jobs send with it until it is gone
  uv::Loop loop_;
  http::Client feed_http_;
  http::Client medium_http_;
  http::Client notify_http_;
  publish::Publisher publisher_;
  source::Sources sources_;
  WriteBack write_back_;
  upkeep::Backups backups_;
  upkeep::Examiner examiner_;
  Outbox outbox_;
  notify::Notifier notifier_;
  control::Services services_;
  std::optional<control::Server> server_;
  uv::Signal terminate_;
  uv::Signal interrupt_;
  uv::Signal hang_up_;
  uv::Timer watchdog_;
  uv::Timer status_;
  uv::Timer patience_;
  uv::Timer started_up_;
  uv::Timer disk_;
  std::optional<std::string> standstill_;  // why the state directory can't be written, while that is so
  End end_ = End::stopped;
};

}  // namespace mediumsync
