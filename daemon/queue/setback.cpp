#include "queue/setback.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include "queue/copy.hpp"
#include "queue/queue.hpp"
#include "queue/record.hpp"
#include "queue/store.hpp"

namespace mediumsync::queue {
namespace {

namespace fs = std::filesystem;

// Of one width, so that it is overwritten in place: that needs no room on a full disk.
using Line = std::array<char, 21>;

fs::path file_of(const fs::path& database) {
  return database.string() + "-sent";
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<std::string> setting(Store& store, std::string_view name) {
  Rows rows = store.query("SELECT value FROM setting WHERE name = ?1", name);
  return rows.next() ? std::optional(rows.get<std::string>(0)) : std::nullopt;
}

void set(Store& store, std::string_view name, const std::string& value) {
  store.run("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value", name,
            value);
}

std::optional<core::TimePoint> time_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return to_time(number(*text));
}

core::TimePoint newest_event(Store& store, core::TimePoint otherwise) {
  Rows rows = store.query("SELECT at FROM event ORDER BY sequence DESC LIMIT 1");
  return rows.next() ? to_time(rows.get<std::int64_t>(0)) : otherwise;
}

}  // namespace

// Open from the beginning and never empty: to go on on a full disk, or without a descriptor left, it needs neither.
Tide::Tide(const fs::path& database)
    : file_(file_of(database)),
      mark_(tide_mark(database)),
      descriptor_(::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)) {
  if (descriptor_ < 0) throw failed("open");
}

Tide::~Tide() {
  ::close(descriptor_);
}

std::system_error Tide::failed(const char* what) const {
  return {errno, std::generic_category(), std::string(what) + " " + file_.string()};
}

void Tide::rise(std::int64_t to) {
  if (to == mark_) return;
  Line line{};
  std::snprintf(line.data(), line.size(), "%020lld", static_cast<long long>(to));
  line.back() = '\n';
  if (::pwrite(descriptor_, line.data(), line.size(), 0) != static_cast<ssize_t>(line.size())) throw failed("write");
  if (::fdatasync(descriptor_) != 0) throw failed("fsync");
  if (!mark_) sync_directory_of(file_);
  mark_ = to;
}

std::optional<std::int64_t> tide_mark(const fs::path& database) {
  std::ifstream file(file_of(database));
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return number(line);
}

std::int64_t gone_out(sqlite::Database& database) {
  sqlite::Statement statement = database.prepare("SELECT value FROM setting WHERE name = 'gone_out'");
  if (!statement.step()) return 0;
  return number(statement.get<std::string>(0)).value_or(0);
}

void note_going_out(Store& store) {
  const std::int64_t count = number(setting(store, "gone_out").value_or("0")).value_or(0) + 1;
  set(store, "gone_out", std::to_string(count));
  store.tide_rises_to(count);
}

void mark_as_set_back(sqlite::Database& database, core::TimePoint as_of) {
  database.prepare("INSERT INTO setting (name, value) VALUES ('put_back', ?1) ON CONFLICT DO UPDATE SET value = ?1")
      .bind(std::to_string(to_column(as_of)))
      .run();
}

std::optional<core::TimePoint> newest_event(sqlite::Database& database) {
  sqlite::Statement statement = database.prepare("SELECT at FROM event ORDER BY sequence DESC LIMIT 1");
  if (!statement.step()) return std::nullopt;
  return to_time(statement.get<std::int64_t>(0));
}

std::string words_of_a_setback(core::TimePoint as_of) {
  return "the queue was put back to what it was at " + core::format_rfc3339(as_of) +
         ": it may be on Medium since. Look there; if it is not: mediumsyncctl release and its number";
}

void look_for_setback(Store& store, const std::optional<std::int64_t>& tide_mark, core::TimePoint now) {
  const std::int64_t known = number(setting(store, "gone_out").value_or("0")).value_or(0);
  const auto put_back = time_of(setting(store, "put_back"));
  const bool behind = tide_mark && *tide_mark > known;
  if (put_back || behind) {
    const core::TimePoint as_of = put_back.value_or(newest_event(store, now));
    set(store, "set_back", std::to_string(to_column(as_of)));
    store.run("DELETE FROM setting WHERE name = 'put_back'");
    // Who was told of what since then is not known: nobody is told twice.
    store.run("DELETE FROM notice");
    store.run("UPDATE receiver SET waiting = 0, beyond = 0, beyond_open = 0");
    store.run("UPDATE post SET state = 'held', cause = 'doubt', reason = ?1 WHERE state IN ('queued', 'handed_off')",
              words_of_a_setback(as_of));
    // They wait for a person as it is, and that for another reason; who lets one go is to know this, too.
    store.run("UPDATE post SET reason = coalesce(reason || '; ', '') || ?1 WHERE state = 'held' AND cause <> 'doubt'",
              words_of_a_setback(as_of));
    store.emit("set-back", "to what it was at " + core::format_rfc3339(as_of), std::nullopt, now);
  }
  if (behind) set(store, "gone_out", std::to_string(*tide_mark));
  store.set_back(time_of(setting(store, "set_back")));
  store.tide_rises_to(behind ? *tide_mark : known);
}

// ---- Queue

std::optional<Setback> Queue::setback() {
  if (!impl_->set_back_to()) return std::nullopt;
  Rows rows = impl_->query("SELECT count(*) FROM post WHERE state = 'held' AND cause = 'doubt'");
  rows.next();
  return Setback{*impl_->set_back_to(), rows.get<std::int64_t>(0)};
}

std::vector<core::PostId> Queue::held_since_setback() {
  std::vector<core::PostId> ids;
  Rows rows = impl_->query("SELECT id FROM post WHERE state = 'held' AND cause = 'doubt' ORDER BY position");
  while (rows.next()) ids.push_back({rows.get<std::int64_t>(0)});
  return ids;
}

void Queue::trust_again(core::TimePoint now) {
  if (!impl_->set_back_to()) return;
  Work work(*impl_);
  impl_->run("DELETE FROM setting WHERE name = 'set_back'");
  impl_->emit("trusted-again", "what arrives goes by itself again", std::nullopt, now);
  work.commit();
  impl_->set_back(std::nullopt);
}

std::optional<Examination> Queue::examination() {
  const auto at = time_of(setting(*impl_, "examined_at"));
  if (!at) return std::nullopt;
  return Examination{*at, setting(*impl_, "damage")};
}

void Queue::save_examination(const Examination& examination) {
  Work work(*impl_);
  set(*impl_, "examined_at", std::to_string(to_column(examination.at)));
  const bool known = setting(*impl_, "damage").has_value();
  if (examination.damage) {
    set(*impl_, "damage", *examination.damage);
    if (!known) impl_->emit("damaged", *examination.damage, std::nullopt, examination.at);
  } else if (known) {
    impl_->run("DELETE FROM setting WHERE name = 'damage'");
  }
  work.commit();
}

}  // namespace mediumsync::queue
