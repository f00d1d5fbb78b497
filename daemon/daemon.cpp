#include "daemon.hpp"

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "lib/log/log.hpp"
#include "lib/sqlite/database.hpp"
#include "lib/systemd/systemd.hpp"
#include "source/story_feed.hpp"
#include "startup_memory.hpp"
#include "version.hpp"
#include "wiring.hpp"

namespace mediumsync {
namespace {

// systemd's unit gives 20 seconds; what is in flight has this long to be answered.
constexpr std::chrono::seconds shutdown_patience(12);
// How long something may be due before the watchdog is left to bite: longer than any request may take is not a hang.
constexpr std::chrono::minutes overdue_limit(15);
constexpr std::chrono::milliseconds status_delay(200);
constexpr std::chrono::seconds disk_patience(5);
// By then every source has been looked at once.
constexpr std::chrono::seconds startup_span(5);

core::TimePoint wall_clock() {
  return std::chrono::time_point_cast<core::Duration>(std::chrono::system_clock::now());
}

// Goes by itself, or by a person's hand, without any harm done. After a sync that failed nothing can be believed.
bool may_pass(const sqlite::Error& error) {
  return !error.fsync_failed() && (error.disk_full() || error.read_only());
}

queue::StateLock acquire(const std::filesystem::path& state_dir) {
  auto lock = queue::StateLock::acquire(state_dir);
  if (!lock) throw std::runtime_error(lock.error().message);
  return std::move(*lock);
}

http::ClientOptions http_options(int parallel) {
  return {.user_agent = "mediumsync/" + std::string(version) + " (+" + std::string(homepage) + ")",
          .parallel = parallel};
}

std::optional<std::vector<queue::KnownStory>> read_stories(const http::Response& feed, const std::string& account) {
  return source::stories_of(feed, account, wall_clock());
}

// What a mail server takes on the way, once it is written in Base64 (bytes); the mail says how to get what is larger.
constexpr std::size_t max_attached = std::size_t{15} << 20;

// The page that helps a person to publish the post.
std::vector<notify::Attachment> kit_of(publish::Publisher& publisher, core::PostId id) {
  auto kit = publisher.kit(id);
  if (!kit || kit->html.size() > max_attached) return {};
  return {{"kit-" + std::to_string(id.value) + ".html", "text/html; charset=utf-8", std::move(kit->html)}};
}

log::Level threshold(config::LogLevel level) {
  switch (level) {
    case config::LogLevel::debug:
      return log::Level::debug;
    case config::LogLevel::info:
      return log::Level::info;
    case config::LogLevel::warn:
      return log::Level::warn;
    case config::LogLevel::error:
      return log::Level::error;
  }
  return log::Level::info;
}

}  // namespace

Daemon::Daemon(config::Settings settings, std::filesystem::path config_file, config::Defaults defaults,
               std::optional<int> listening)
    : settings_(std::move(settings)),
      config_file_(std::move(config_file)),
      defaults_(std::move(defaults)),
      started_at_(wall_clock()),
      lock_(acquire(settings_.state_dir)),
      queue_(settings_.state_dir / "queue.db", started_at_),
      feed_http_(loop_, http_options(settings_.fetch.parallel)),
      medium_http_(loop_, http_options(8)),
      notify_http_(loop_, http_options(8)),
      publisher_(loop_, queue_, medium_http_, feed_http_, read_stories, wall_clock),
      sources_(loop_, queue_, feed_http_, wall_clock),
      write_back_(loop_, queue_, settings_.state_dir / "queue.db", [this] { sources_.go_on(); }),
      backups_(loop_, settings_.state_dir / "queue.db", [this] { examiner_.examine(); }),
      examiner_(loop_, queue_, settings_.state_dir / "queue.db", wall_clock),
      outbox_(queue_, [this](core::PostId id) { return kit_of(publisher_, id); }),
      notifier_({loop_, notify_http_, mailer_}, outbox_, wall_clock),
      services_(services()),
      terminate_(loop_, SIGTERM, [this] { stop(); }),
      interrupt_(loop_, SIGINT, [this] { stop(); }),
      hang_up_(loop_, SIGHUP,
               [this] {
                 if (const auto applied = reload(); !applied) {
                   for (const std::string& mistake : applied.error())
                     log::error("configuration refused", {{"mistake", mistake}});
                 }
               }),
      watchdog_(loop_, [this] { pat(); }),
      status_(loop_, [this] { tell_status(); }),
      patience_(loop_,
                [this] {
                  publisher_.abandon();
                  mailer_.stop();
                  loop_.stop();
                }),
      started_up_(loop_, release_startup_text),
      disk_(loop_, [this] { try_the_disk(); }) {
  queue_.set_observer([this](const queue::Event& event) { on_event(event); });
  const control::Listen listen = listening ? control::Listen(control::SocketDescriptor{*listening})
                                           : control::Listen(control::SocketPath{settings_.socket.string()});
  server_.emplace(loop_, services_, listen);
  apply();
}

Daemon::~Daemon() {
  mailer_.stop();
  queue_.set_observer({});
}

control::Services Daemon::services() {
  return {.queue = queue_,
          .publisher = publisher_,
          .sources = sources_,
          .clock = wall_clock,
          .reload = [this] { return reload(); },
          .rules = [this](const std::optional<std::string>& account) { return rules_of(account); },
          .site = [this](const std::string& account) { return site_of(account); },
          .version = std::string(version),
          .started_at = started_at_,
          .backups = backups_,
          .standstill = [this] { return standstill_; }};
}

Daemon::End Daemon::run() {
  log::info("started", {{"version", version},
                        {"state_dir", settings_.state_dir.string()},
                        {"accounts", settings_.accounts.size()},
                        {"folders", settings_.folders.size()},
                        {"feeds", settings_.feeds.size()}});
  systemd::notify_ready();
  tell_status();
  if (const auto setback = queue_.setback())
    log::warn("queue put back", {{"to", core::format_rfc3339(setback->to)}, {"held", setback->held}});
  pat();
  started_up_.start(startup_span);
  serve();
  if (end_ == End::start_anew) return end_;
  systemd::notify_stopping();
  log::info("stopped");
  return end_;
}

// A state directory that is full or can't be written is no reason to die: what is known can still be asked for, and it
// goes on by itself. Whoever was in the middle of something stays there until a new daemon sorts it.
void Daemon::serve() {
  while (true) {
    try {
      return loop_.run();
    } catch (const sqlite::Error& error) {
      if (!may_pass(error)) throw;
      stand_still(error.what());
    }
  }
}

void Daemon::stand_still(const std::string& reason) {
  if (!standstill_) {
    log::error("state can't be written", {{"reason", reason}});
    publisher_.drain([] {});
    sources_.stop();
  }
  standstill_ = reason;
  if (!disk_.active()) disk_.start(disk_patience);
}

void Daemon::try_the_disk() {
  try {
    queue_.try_the_disk(wall_clock());
    // What was answered meanwhile is written down.
    publisher_.abandon();
  } catch (const sqlite::Error& error) {
    if (!may_pass(error)) throw;
    disk_.start(disk_patience);
    return;
  }
  log::info("state can be written again");
  end_ = End::start_anew;
  loop_.stop();
}

void Daemon::apply() {
  log::set_threshold(threshold(settings_.log_level));
  queue_.adopt_receivers(told_receivers(settings_), wall_clock());
  notifier_.configure(notify_settings(settings_));
  publisher_.configure(account_settings(settings_));
  sources_.configure(folder_settings(settings_), feed_settings(settings_),
                     {.addresses = fetched_addresses(settings_), .parallel = settings_.fetch.parallel});
}

core::Expected<void, std::vector<std::string>> Daemon::reload() {
  auto loaded = config::load(config_file_, defaults_, config::MachineChecks::skipped);
  std::vector<std::string> mistakes;
  if (!loaded) {
    for (const config::Mistake& mistake : loaded.error()) mistakes.push_back(config::to_string(config_file_, mistake));
  } else if (loaded->state_dir != settings_.state_dir || loaded->socket != settings_.socket) {
    mistakes.push_back(config_file_.string() +
                       ": state_dir and control.socket can't change while the daemon runs; restart it");
  }
  if (!mistakes.empty()) return core::Unexpected<std::vector<std::string>>(std::move(mistakes));
  systemd::notify_reloading();
  settings_ = std::move(*loaded);
  queue_.try_receivers_again(wall_clock());
  apply();
  log::info("configuration applied", {{"file", config_file_.string()}});
  queue_.note("reloaded", config_file_.string(), std::nullopt, wall_clock());
  systemd::notify_ready();
  return {};
}

void Daemon::stop() {
  if (patience_.active()) return;
  log::info("stopping");
  // Nothing more can be settled; the next start sorts it.
  if (standstill_) return loop_.stop();
  systemd::notify_stopping();
  sources_.stop();
  patience_.start(shutdown_patience);
  publisher_.drain([this] { stop_when_idle(); });
}

// What came of the last posts is told, or tried, before the end, by whoever is not in the middle of something.
void Daemon::stop_when_idle() {
  notifier_.drain([this] { loop_.stop(); });
}

void Daemon::on_event(const queue::Event& event) {
  if (server_) server_->announce(event);
  sources_.on_event(event);
  publisher_.replan();
  notifier_.wake();
  if (!status_.active()) status_.start(status_delay);
}

// Only a daemon whose database answers and which does what is due is alive.
void Daemon::pat() {
  const auto interval = systemd::watchdog_interval();
  if (!interval) return;
  const auto due = publisher_.next_due();
  const bool overdue = due && *due + overdue_limit < wall_clock() && publisher_.idle();
  if (queue_.answers() && !overdue) systemd::notify_watchdog();
  watchdog_.start(std::chrono::duration_cast<std::chrono::milliseconds>(*interval / 2));
}

void Daemon::tell_status() {
  const queue::Counts counts = queue_.counts();
  const auto due = publisher_.next_due();
  systemd::notify_status(std::to_string(counts[core::State::queued]) + " queued, " +
                         std::to_string(counts[core::State::published]) + " published, " +
                         std::to_string(counts[core::State::in_doubt]) + " in doubt; next " +
                         (due ? "at " + core::format_rfc3339(*due) : std::string("not planned")));
}

std::string Daemon::site_of(const std::string& account) const {
  const auto found = std::ranges::find(settings_.accounts, account, &config::Account::name);
  return found == settings_.accounts.end() ? config::Account().site : found->site;
}

std::optional<core::SourceRules> Daemon::rules_of(const std::optional<std::string>& account) const {
  for (const config::Account& one : settings_.accounts) {
    if (account && one.name != *account) continue;
    core::SourceRules rules = one.rules;
    rules.source = core::added_by_a_person;
    return rules;
  }
  return std::nullopt;
}

}  // namespace mediumsync
