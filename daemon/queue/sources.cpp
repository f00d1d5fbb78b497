// What the database remembers of folders and feeds.
#include "queue/store.hpp"

namespace mediumsync::queue {

std::optional<SourceRecord> Queue::source(std::string_view name) {
  Rows rows = impl_->query(
      "SELECT name, baselined_at, last_checked, next_check, failing, failures, etag, last_modified, moved_to, url "
      "FROM source WHERE name = ?1",
      name);
  if (!rows.next()) return std::nullopt;
  SourceRecord source;
  source.name = rows.get<std::string>(0);
  source.baselined_at = to_time(rows.get<std::optional<std::int64_t>>(1));
  source.last_checked = to_time(rows.get<std::optional<std::int64_t>>(2));
  source.next_check = to_time(rows.get<std::optional<std::int64_t>>(3));
  source.failing = rows.get<std::optional<std::string>>(4);
  source.failures = static_cast<int>(rows.get<std::int64_t>(5));
  source.etag = rows.get<std::optional<std::string>>(6);
  source.last_modified = rows.get<std::optional<std::string>>(7);
  source.moved_to = rows.get<std::optional<std::string>>(8);
  source.url = rows.get<std::optional<std::string>>(9);
  return source;
}

void Queue::save_source(const SourceRecord& source) {
  Work work(*impl_);
  impl_->run(
      "INSERT INTO source (name, baselined_at, last_checked, next_check, failing, failures, etag, last_modified, "
      "moved_to, url) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO UPDATE SET baselined_at = "
      "excluded.baselined_at, "
      "last_checked = excluded.last_checked, next_check = excluded.next_check, failing = excluded.failing, "
      "failures = excluded.failures, etag = excluded.etag, last_modified = excluded.last_modified, moved_to = "
      "excluded.moved_to, url = excluded.url",
      source.name, to_column(source.baselined_at), to_column(source.last_checked), to_column(source.next_check),
      source.failing, source.failures, source.etag, source.last_modified, source.moved_to, source.url);
  work.commit();
}

std::vector<KnownFile> Queue::known_files(std::string_view source) {
  std::vector<KnownFile> files;
  Rows rows = impl_->query(
      "SELECT path, device, inode, size, modified_ns, changed_ns FROM file WHERE source = ?1 ORDER BY path", source);
  while (rows.next()) {
    files.push_back({rows.get<std::string>(0),
                     {rows.get<std::int64_t>(1), rows.get<std::int64_t>(2), rows.get<std::int64_t>(3),
                      rows.get<std::int64_t>(4), rows.get<std::int64_t>(5)}});
  }
  return files;
}

void Queue::remember_file(std::string_view source, const KnownFile& file) {
  Work work(*impl_);
  impl_->run(
      "INSERT INTO file (source, path, device, inode, size, modified_ns, changed_ns) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
      "?7) "
      "ON CONFLICT DO UPDATE SET device = excluded.device, inode = excluded.inode, size = excluded.size, "
      "modified_ns = excluded.modified_ns, changed_ns = excluded.changed_ns",
      source, file.path, file.stamp.device, file.stamp.inode, file.stamp.size, file.stamp.modified_ns,
      file.stamp.changed_ns);
  work.commit();
}

void Queue::forget_file(std::string_view source, std::string_view path) {
  Work work(*impl_);
  impl_->run("DELETE FROM file WHERE source = ?1 AND path = ?2", source, path);
  work.commit();
}

void Queue::adopt_plans(const std::vector<std::string>& sources_with_plans) {
  impl_->own_plans.emplace(sources_with_plans.begin(), sources_with_plans.end());
  std::vector<std::string> sources;
  {
    Rows rows = impl_->query("SELECT DISTINCT source FROM tally WHERE state = 'queued' AND posts > 0");
    while (rows.next()) sources.push_back(rows.get<std::string>(0));
  }
  // Those that do not wait get theirs when they are put in line.
  Work work(*impl_);
  for (const std::string& source : sources) {
    const std::optional<std::string> plan = impl_->own_plans->contains(source) ? std::optional(source) : std::nullopt;
    impl_->run("UPDATE post SET plan = ?2 WHERE source = ?1 AND state = 'queued' AND plan IS NOT ?2", source, plan);
  }
  work.commit();
}

}  // namespace mediumsync::queue
