#include "queue/unreconciled.hpp"

#include "queue/row.hpp"
#include "queue/settle.hpp"
#include "queue/text.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

// What was found out without a person stands beside the attempts, which stay what they were.
void add_discovery(Store& store, core::PostId id, const std::string& detail, core::TimePoint now) {
  store.run(
      "INSERT INTO attempt (post, account, number, claimed_at, finished_at, outcome, detail) "
      "SELECT post, account, number + 1, ?2, ?2, 'published', ?3 FROM attempt WHERE post = ?1 ORDER BY number DESC "
      "LIMIT 1",
      id.value, to_column(now), detail);
}

// Of records with since, looks and next_look behind them.
std::vector<Unreconciled> read_unreconciled(Rows&& rows) {
  std::vector<Unreconciled> found;
  while (rows.next()) {
    found.push_back({.record = read_record(rows),
                     .since = to_time(rows.get<std::int64_t>(record_columns)),
                     .looks = static_cast<int>(rows.get<std::int64_t>(record_columns + 1)),
                     .next_look = to_time(rows.get<std::int64_t>(record_columns + 2))});
  }
  return found;
}

}  // namespace

void want_look(Store& store, core::PostId id, core::TimePoint since, core::TimePoint first_look) {
  store.run("INSERT OR REPLACE INTO unreconciled (post, since, looks, next_look) VALUES (?1, ?2, 0, ?3)", id.value,
            to_column(since), to_column(first_look));
}

std::optional<core::TimePoint> last_sent(Store& store, core::PostId id) {
  Rows rows = store.query("SELECT max(sending_at) FROM attempt WHERE post = ?1", id.value);
  if (!rows.next()) return std::nullopt;
  return to_time(rows.get<std::optional<std::int64_t>>(0));
}

std::vector<Unreconciled> Queue::unreconciled(std::string_view account, std::size_t limit) {
  static const std::string sql = select_records(
      "JOIN unreconciled ON unreconciled.post = post.id WHERE post.account = ?1 AND next_look IS NOT NULL ORDER BY "
      "next_look "
      "LIMIT ?2",
      ", unreconciled.since, unreconciled.looks, unreconciled.next_look");
  return read_unreconciled(impl_->query(sql, account, static_cast<std::int64_t>(limit)));
}

std::vector<Unreconciled> Queue::in_question(std::string_view account, std::size_t limit) {
  static const std::string sql = select_records(
      "LEFT JOIN unreconciled ON unreconciled.post = post.id WHERE post.account = ?1 AND state IN ('in_doubt', "
      "'handed_off') ORDER BY post.id LIMIT ?2",
      ", coalesce(unreconciled.since, (SELECT max(sending_at) FROM attempt WHERE attempt.post = post.id), created_at), "
      "coalesce(unreconciled.looks, 0), coalesce(unreconciled.next_look, 0)");
  auto found = read_unreconciled(impl_->query(sql, account, static_cast<std::int64_t>(limit)));
  for (Unreconciled& one : unreconciled(account, limit)) {
    if (one.record.state == State::published && !one.record.medium_id) found.push_back(std::move(one));
  }
  return found;
}

void Queue::looked(core::PostId id, int looks, std::optional<core::TimePoint> next_look) {
  Work work(*impl_);
  impl_->run("UPDATE unreconciled SET looks = ?2, next_look = ?3 WHERE post = ?1", id.value, looks,
             to_column(next_look));
  work.commit();
}

bool Queue::has_story(std::string_view account, std::string_view medium_id) {
  return impl_->query("SELECT 1 FROM post WHERE medium_id = ?2 AND account = ?1", account, medium_id).next();
}

bool Queue::discovered(core::PostId id, const PublishedStory& story, const std::string& how, core::TimePoint now) {
  Work work(*impl_);
  const std::optional<Record> record = find_record(*impl_, id);
  if (!record) return false;
  const bool nameless = record->state == State::published && !record->medium_id;
  if (record->state != State::in_doubt && record->state != State::handed_off && !nameless) return false;
  add_discovery(*impl_, id, how, now);
  // What was handed off was not sent then, but published later.
  const bool by_hand = record->state == State::handed_off;
  save_story(*impl_, id, story, by_hand ? now : last_sent(*impl_, id).value_or(now));
  impl_->run("DELETE FROM unreconciled WHERE post = ?1", id.value);
  impl_->emit(nameless ? "story-found" : core::to_string(State::published), story.url.value_or(record->title), id, now);
  work.commit();
  return true;
}

void Queue::explain_doubt(core::PostId id, const std::string& reason, core::TimePoint now) {
  Work work(*impl_);
  const std::optional<Record> record = find_record(*impl_, id);
  if (!record || record->state != State::in_doubt || record->reason == reason) return;
  // Not by set_state(): it is the state that it was.
  impl_->run("UPDATE post SET reason = ?2 WHERE id = ?1", id.value, reason);
  impl_->emit(core::to_string(State::in_doubt), reason, id, now);
  work.commit();
}

}  // namespace mediumsync::queue
