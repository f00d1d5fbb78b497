// Where posts' files lie, as they move about.
#include <stdexcept>

#include "queue/line.hpp"
#include "queue/row.hpp"

namespace mediumsync::queue {

bool Queue::is_empty() {
  return !impl_->query("SELECT 1 FROM post LIMIT 1").next();
}

std::vector<std::string> Queue::under_other_rules(std::string_view source, std::string_view rules) {
  std::vector<std::string> origins;
  Rows rows = impl_->query(
      "SELECT origin FROM post JOIN text ON text.id = post.text WHERE source = ?1 AND state IN ('queued', 'held', "
      "'failed', 'skipped') AND rules IS NOT ?2 "
      "AND raw IS NULL",
      source, rules);
  while (rows.next()) origins.push_back(rows.get<std::string>(0));
  return origins;
}

std::optional<Record> Queue::find_origin(std::string_view source, std::string_view origin) {
  static const std::string sql = select_records("WHERE source = ?1 AND origin = ?2");
  Rows rows = impl_->query(sql, source, origin);
  if (!rows.next()) return std::nullopt;
  return read_record(rows);
}

std::vector<Record> Queue::with_text(std::string_view account, std::string_view digest) {
  static const std::string sql = select_records("WHERE account = ?1 AND post.digest = ?2 ORDER BY post.id LIMIT 100");
  std::vector<Record> records;
  Rows rows = impl_->query(sql, account, digest);
  while (rows.next()) records.push_back(read_record(rows));
  return records;
}

std::vector<Record> Queue::copies_of(core::PostId id) {
  static const std::string sql = select_records(
      "WHERE account = (SELECT account FROM post WHERE id = ?1) AND post.digest = (SELECT digest FROM post WHERE id = "
      "?1) AND post.id <> ?1 ORDER BY post.id LIMIT 100");
  std::vector<Record> records;
  Rows rows = impl_->query(sql, id.value);
  while (rows.next()) records.push_back(read_record(rows));
  return records;
}

bool Queue::relocate(core::PostId id, std::string_view source, std::string_view origin, core::TimePoint now) {
  Work work(*impl_);
  const std::optional<Record> record = find_record(*impl_, id);
  if (!record || knows(source, origin)) return false;
  impl_->run("UPDATE post SET source = ?2, origin = ?3, plan = ?4 WHERE id = ?1", id.value, source, origin,
             plan_of(*impl_, source, record->plan));
  impl_->emit("renamed", record->origin + " → " + std::string(origin), id, now);
  work.commit();
  return true;
}

std::vector<core::PostId> Queue::ended_in_place(std::string_view source, std::string_view published,
                                                std::string_view failed) {
  std::vector<core::PostId> ids;
  Rows rows = impl_->query(
      "SELECT id FROM post WHERE source = ?1 AND ((state = 'published' AND newer IS NULL AND substr(origin, 1, "
      "length(?2)) <> ?2) OR (state = 'failed' AND substr(origin, 1, length(?3)) <> ?3)) ORDER BY id",
      source, published, failed);
  while (rows.next()) ids.push_back({rows.get<std::int64_t>(0)});
  return ids;
}

}  // namespace mediumsync::queue
