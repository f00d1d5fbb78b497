#include "lib/log/log.hpp"

#include <memory>
#include <spdlog/logger.h>
#include <utility>
#include <vector>

#include "lib/log/line.hpp"
#include "lib/log/stderr_sink.hpp"
#include "lib/systemd/systemd.hpp"

namespace mediumsync::log {
namespace {

// What spdlog, syslog(3) and a reader call a level.
struct LevelNames {
  spdlog::level::level_enum spdlog;
  int priority;
  std::string_view word;
};

LevelNames names(Level level) {
  switch (level) {
    case Level::debug:
      return {spdlog::level::debug, 7, "debug"};
    case Level::info:
      return {spdlog::level::info, 6, "info"};
    case Level::warn:
      return {spdlog::level::warn, 4, "warn"};
    case Level::error:
      break;
  }
  return {spdlog::level::err, 3, "error"};
}

// Where records go. One for the process, made when it is first used; stderr until open() has looked for the journal.
class Output {
 public:
  Output() : logger_("mediumsync", std::make_shared<StderrSink>()) {
    logger_.set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %v");
    set_threshold(Level::info);
  }

  void set_threshold(Level level) { logger_.set_level(names(level).spdlog); }
  void look_for_journal() { journal_ = systemd::stderr_is_journal(); }

  void record(Level level, std::string_view event, Fields fields) {
    const LevelNames named = names(level);
    if (!logger_.should_log(named.spdlog)) return;
    const std::string text = line(event, fields);
    if (journal_ && !send(named.priority, text, fields)) return;
    logger_.log(named.spdlog, spdlog::string_view_t(std::string(named.word) + ' ' + text));
  }

 private:
  static std::error_code send(int priority, const std::string& text, Fields fields) {
    std::vector<std::pair<std::string, std::string>> named;
    for (const Field& field : fields) named.emplace_back(journal_field(field.key), field.value);
    return systemd::journal_send(priority, text, named);
  }

  spdlog::logger logger_;
  bool journal_ = false;
};

Output& output() {
  static Output only;
  return only;
}

// Logging never stops what it tells of, be it for want of memory.
void record(Level level, std::string_view event, Fields fields) noexcept {
  try {
    output().record(level, event, fields);
  } catch (...) {
  }
}

}  // namespace

void open(Level threshold) {
  occupy_stderr();
  output().look_for_journal();
  set_threshold(threshold);
}

void set_threshold(Level threshold) {
  output().set_threshold(threshold);
}

void debug(std::string_view event, Fields fields) {
  record(Level::debug, event, fields);
}
void info(std::string_view event, Fields fields) {
  record(Level::info, event, fields);
}
void warn(std::string_view event, Fields fields) {
  record(Level::warn, event, fields);
}
void error(std::string_view event, Fields fields) {
  record(Level::error, event, fields);
}

}  // namespace mediumsync::log
