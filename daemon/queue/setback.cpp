#include "queue/setback.hpp"

#include "queue/queue.hpp"
#include "queue/record.hpp"
#include "queue/settings.hpp"
#include "queue/store.hpp"

namespace mediumsync::queue {
namespace {

// Under these names the database keeps what is known of it.
constexpr std::string_view gone_out_so_often = "gone_out";
constexpr std::string_view put_back_to = "put_back";  // by restore(); looked at when it is opened next
constexpr std::string_view set_back_to = "set_back";  // until a person trusts it again

}  // namespace

std::int64_t gone_out(sqlite::Database& database) {
  return number_setting(database, gone_out_so_often).value_or(0);
}

void note_going_out(Store& store) {
  const std::int64_t count = gone_out(store.database()) + 1;
  set(store.database(), gone_out_so_often, count);
  store.keep_as_high_water_mark(count);
}

void mark_as_set_back(sqlite::Database& database, core::TimePoint as_of) {
  set(database, put_back_to, as_of);
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

void look_for_setback(Store& store, const std::optional<std::int64_t>& high_water_mark, core::TimePoint now) {
  sqlite::Database& database = store.database();
  const std::int64_t known = gone_out(database);
  const auto put_back = time_setting(database, put_back_to);
  const bool behind = high_water_mark && *high_water_mark > known;
  if (put_back || behind) {
    const core::TimePoint as_of = put_back.value_or(newest_event(database).value_or(now));
    set(database, set_back_to, as_of);
    unset(database, put_back_to);
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
  if (behind) set(database, gone_out_so_often, *high_water_mark);
  store.set_back(time_setting(database, set_back_to));
  store.keep_as_high_water_mark(behind ? *high_water_mark : known);
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
  unset(impl_->database(), set_back_to);
  impl_->emit("trusted-again", "what arrives goes by itself again", std::nullopt, now);
  work.commit();
  impl_->set_back(std::nullopt);
}

}  // namespace mediumsync::queue
