// What the database remembers of folders and feeds.
#include "queue/line.hpp"
#include "queue/row.hpp"
#include "queue/strings.hpp"

namespace mediumsync::queue {

namespace {

std::optional<core::Duration> to_duration(const std::optional<std::int64_t>& column) {
  if (!column) return std::nullopt;
  return core::Duration(*column);
}
std::optional<std::int64_t> to_column(const std::optional<core::Duration>& duration) {
  if (!duration) return std::nullopt;
  return duration->count();
}

KnownItem read_known_item(const Rows& rows) {
  return {rows.get<std::int64_t>(3) != 0 ? KnownItem::Kept::raw : KnownItem::Kept::read,
          {rows.get<std::int64_t>(4)},
          rows.get<std::string>(0),
          rows.get<std::string>(1),
          rows.get<std::optional<std::string>>(2),
          to_state(rows.get<std::string>(5)),
          to_cause(rows.get<std::string>(6))};
}

}  // namespace

std::optional<SourceRecord> Queue::source(std::string_view name) {
  Rows rows = impl_->query(
      "SELECT name, baselined_at, last_checked, next_check, failing, failures, etag, last_modified, moved_to, url, "
      "usual_gap, asked_pause, skip_hours, skip_days, found_at, also_found, hub, gone, "
      "root_device, root_inode, rules, baselined_place FROM source WHERE name = ?1",
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
  source.usual_gap = to_duration(rows.get<std::optional<std::int64_t>>(10));
  source.asked_pause = to_duration(rows.get<std::optional<std::int64_t>>(11));
  source.skip_hours = rows.get<std::int64_t>(12);
  source.skip_days = rows.get<std::int64_t>(13);
  source.found_at = rows.get<std::optional<std::string>>(14);
  source.also_found = decode_strings(rows.get<std::string>(15));
  source.hub = rows.get<std::optional<std::string>>(16);
  source.gone = rows.get<std::int64_t>(17) != 0;
  const auto device = rows.get<std::optional<std::int64_t>>(18);
  const auto inode = rows.get<std::optional<std::int64_t>>(19);
  if (device && inode) source.root = {*device, *inode};
  source.rules = rows.get<std::optional<std::string>>(20);
  source.baselined_place = rows.get<std::optional<std::string>>(21);
  return source;
}

void Queue::save_source(const SourceRecord& source) {
  std::optional<std::int64_t> device;
  std::optional<std::int64_t> inode;
  if (source.root) {
    device = source.root->device;
    inode = source.root->inode;
  }
  Work work(*impl_);
  impl_->run(
      "INSERT OR REPLACE INTO source (name, baselined_at, last_checked, next_check, failing, failures, etag, "
      "last_modified, moved_to, url, usual_gap, asked_pause, skip_hours, skip_days, found_at, also_found, hub, gone, "
      "root_device, root_inode, rules, baselined_place) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, "
      "?22)",
      source.name, queue::to_column(source.baselined_at), queue::to_column(source.last_checked),
      queue::to_column(source.next_check), source.failing, source.failures, source.etag, source.last_modified,
      source.moved_to, source.url, to_column(source.usual_gap), to_column(source.asked_pause), source.skip_hours,
      source.skip_days, source.found_at, encode_strings(source.also_found), source.hub, source.gone ? 1 : 0, device,
      inode, source.rules, source.baselined_place);
  work.commit();
}

std::vector<std::string> Queue::sources_at(std::string_view place) {
  std::vector<std::string> names;
  Rows rows = impl_->query("SELECT name FROM source WHERE url = ?1 ORDER BY name", place);
  while (rows.next()) names.push_back(rows.get<std::string>(0));
  return names;
}

void Queue::rename_source(std::string_view from, std::string_view to) {
  Work work(*impl_);
  impl_->run("UPDATE post SET source = ?2, plan = ?3 WHERE source = ?1", from, to, plan_of(*impl_, to, std::nullopt));
  impl_->run("UPDATE source SET name = ?2 WHERE name = ?1", from, to);
  impl_->run("UPDATE file SET source = ?2 WHERE source = ?1", from, to);
  impl_->run("UPDATE other_id SET source = ?2 WHERE source = ?1", from, to);
  impl_->run("UPDATE article SET source = ?2 WHERE source = ?1", from, to);
  work.commit();
}

void Queue::save_checked(const SourceRecord& source) {
  Work work(*impl_);
  impl_->run("UPDATE source SET last_checked = ?2, next_check = ?3, failing = ?4, failures = ?5 WHERE name = ?1",
             source.name, queue::to_column(source.last_checked), queue::to_column(source.next_check), source.failing,
             source.failures);
  work.commit();
}

std::optional<std::string> Queue::origin_of(std::string_view source, std::string_view other_id) {
  Rows rows = impl_->query("SELECT origin FROM other_id WHERE source = ?1 AND id = ?2", source, other_id);
  if (!rows.next()) return std::nullopt;
  return rows.get<std::string>(0);
}

void Queue::remember_other_id(std::string_view source, std::string_view other_id, std::string_view origin) {
  Work work(*impl_);
  impl_->run("INSERT OR REPLACE INTO other_id (source, id, origin) VALUES (?1, ?2, ?3)", source, other_id, origin);
  work.commit();
}

std::optional<KnownItem> Queue::known_item(std::string_view source, std::string_view origin) {
  Rows rows = impl_->query(
      "SELECT origin, title, canonical_url, raw IS NOT NULL, post.id, state, cause FROM post JOIN text ON text.id = "
      "post.text "
      "WHERE source = ?1 AND origin = ?2",
      source, origin);
  if (!rows.next()) return std::nullopt;
  return read_known_item(rows);
}

std::vector<KnownItem> Queue::known_items(std::string_view source, std::size_t limit) {
  std::vector<KnownItem> items;
  Rows rows = impl_->query(
      "SELECT origin, title, canonical_url, raw IS NOT NULL, post.id, state, cause FROM post JOIN text ON text.id = "
      "post.text "
      "WHERE source = ?1 ORDER BY post.id DESC LIMIT ?2",
      source, static_cast<std::int64_t>(limit));
  while (rows.next()) items.push_back(read_known_item(rows));
  return items;
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
