#include <algorithm>
#include <limits>
#include <map>

#include "queue/line.hpp"
#include "queue/row.hpp"

namespace mediumsync::queue {
namespace {

void read_all(Rows rows, std::vector<Record>& records) {
  while (rows.next()) records.push_back(read_record(rows));
}

std::int64_t as_limit(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max()));
}

// Newest first out of the newest of every state: the index keeps a source's posts by state.
std::vector<Record> list_source(Store& store, std::string_view source, const std::optional<core::State>& state,
                                std::size_t limit) {
  static const std::string sql = select_records("WHERE source = ?1 AND state = ?2 ORDER BY post.id DESC LIMIT ?3");
  std::vector<Record> records;
  for (const core::State each : core::all_states) {
    if (!state || *state == each) read_all(store.query(sql, source, core::to_string(each), as_limit(limit)), records);
  }
  std::ranges::sort(records, std::ranges::greater(), &Record::id);
  if (records.size() > limit) records.resize(limit);
  return records;
}

// Of the first post that came after a time, or of the next one that comes: ids ascend as time goes on.
std::int64_t first_id_after(Store& store, core::TimePoint time) {
  const auto post_from = [&](std::int64_t id) -> std::optional<std::pair<std::int64_t, core::TimePoint>> {
    Rows rows = store.query("SELECT id, created_at FROM post WHERE id >= ?1 ORDER BY id LIMIT 1", id);
    if (!rows.next()) return std::nullopt;
    return std::pair(rows.get<std::int64_t>(0), to_time(rows.get<std::int64_t>(1)));
  };
  std::int64_t low = 0;
  std::int64_t high = 0;
  {
    Rows rows = store.query("SELECT coalesce(max(id), 0) + 1 FROM post");
    if (rows.next()) high = rows.get<std::int64_t>(0);
  }
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const auto post = post_from(middle);
    if (!post || post->second > time) {
      high = middle;
    } else {
      low = post->first + 1;
    }
  }
  return low;
}

}  // namespace

std::map<std::string, double, std::less<>> Queue::new_per_week(core::TimePoint now) {
  constexpr auto looked_at = std::chrono::weeks(4);
  const core::TimePoint earliest = now - looked_at;
  const std::int64_t earliest_id = first_id_after(*impl_, earliest);
  std::map<std::string, std::vector<std::string>, std::less<>> states;
  for (Rows rows = impl_->query("SELECT DISTINCT source, state FROM tally WHERE posts > 0"); rows.next();)
    states[rows.get<std::string>(0)].push_back(rows.get<std::string>(1));
  std::map<std::string, double, std::less<>> rates;
  for (Rows rows = impl_->query("SELECT name, baselined_at FROM source WHERE baselined_at IS NOT NULL"); rows.next();) {
    const auto source = rows.get<std::string>(0);
    const core::TimePoint since = std::max(to_time(rows.get<std::int64_t>(1)), earliest);
    const std::int64_t first = since == earliest ? earliest_id : first_id_after(*impl_, since);
    std::int64_t posts = 0;
    for (const std::string& state : states[source]) {
      Rows count =
          impl_->query("SELECT count(*) FROM post WHERE source = ?1 AND state = ?2 AND id >= ?3", source, state, first);
      if (count.next()) posts += count.get<std::int64_t>(0);
    }
    const std::chrono::duration<double, std::ratio<604800>> weeks = now - since;
    rates[source] = static_cast<double>(posts) / std::max(1.0, weeks.count());
  }
  return rates;
}

Counts Queue::counts() {
  Counts counts;
  Rows rows = impl_->query("SELECT state, posts FROM tally");
  while (rows.next()) {
    counts.by_state.at(static_cast<std::size_t>(to_state(rows.get<std::string>(0)))) += rows.get<std::int64_t>(1);
  }
  return counts;
}

std::vector<std::string> Queue::accounts_waited_for() {
  Rows rows = impl_->query("SELECT DISTINCT account FROM tally WHERE state = ?1 AND posts > 0 ORDER BY account",
                           core::to_string(core::State::queued));
  std::vector<std::string> accounts;
  while (rows.next()) accounts.push_back(rows.get<std::string>(0));
  return accounts;
}

std::vector<std::string> Queue::sources_waited_from() {
  Rows rows =
      impl_->query("SELECT DISTINCT source FROM tally WHERE state IN ('queued', 'held') AND posts > 0 ORDER BY source");
  std::vector<std::string> sources;
  while (rows.next()) sources.push_back(rows.get<std::string>(0));
  return sources;
}

std::int64_t Queue::items(std::string_view source) {
  Rows rows = impl_->query("SELECT coalesce(sum(posts), 0) FROM tally WHERE source = ?1", source);
  rows.next();
  return rows.get<std::int64_t>(0);
}

std::optional<Record> Queue::find(core::PostId id) {
  return find_record(*impl_, id);
}

std::vector<Record> Queue::list(const ListFilter& filter) {
  static const std::string all = select_records("ORDER BY post.id DESC LIMIT ?1");
  static const std::string of_state = select_records("WHERE state = ?1 ORDER BY post.id DESC LIMIT ?2");
  if (filter.source) return list_source(*impl_, *filter.source, filter.state, filter.limit);
  std::vector<Record> records;
  if (filter.state) {
    read_all(impl_->query(of_state, core::to_string(*filter.state), as_limit(filter.limit)), records);
  } else {
    read_all(impl_->query(all, as_limit(filter.limit)), records);
  }
  return records;
}

std::vector<Record> Queue::drifted(std::size_t limit) {
  static const std::string sql = select_records("WHERE newer IS NOT NULL ORDER BY post.id DESC LIMIT ?1");
  std::vector<Record> records;
  read_all(impl_->query(sql, as_limit(limit)), records);
  return records;
}

std::vector<Record> Queue::waiting(std::string_view account, const std::optional<std::string>& plan,
                                   std::size_t limit) {
  static const std::string personal = select_records(
      "WHERE account = ?1 AND plan IS ?2 AND state = 'queued' AND lane = 'personal' ORDER BY post.not_before, position "
      "LIMIT ?3");
  static const std::string ripe = select_records(
      "WHERE account = ?1 AND plan IS ?2 AND ripe = 1 AND state = 'queued' AND lane = 'scheduled' ORDER BY position "
      "LIMIT ?3");
  static const std::string unripe = select_records(
      "WHERE account = ?1 AND plan IS ?2 AND ripe = 0 AND state = 'queued' AND lane = 'scheduled' ORDER BY "
      "post.not_before, position LIMIT ?3");
  std::vector<Record> records;
  read_all(impl_->query(personal, account, plan, as_limit(limit)), records);
  const auto scheduled = static_cast<std::ptrdiff_t>(records.size());
  read_all(impl_->query(ripe, account, plan, as_limit(limit)), records);
  read_all(impl_->query(unripe, account, plan, as_limit(limit)), records);
  std::map<core::PostId, std::int64_t> positions;
  for (const Record& record : records) positions.emplace(record.id, position_of(*impl_, record.id));
  std::ranges::sort(records.begin() + scheduled, records.end(), {},
                    [&](const Record& record) { return positions.at(record.id); });
  return records;
}

std::vector<AttemptRecord> Queue::attempts(core::PostId id) {
  std::vector<AttemptRecord> attempts;
  Rows rows = impl_->query(
      "SELECT id, claimed_at, sending_at, finished_at, outcome, detail FROM attempt WHERE post = ?1 ORDER BY number",
      id.value);
  while (rows.next()) {
    attempts.push_back({{rows.get<std::int64_t>(0)},
                        to_time(rows.get<std::int64_t>(1)),
                        to_time(rows.get<std::optional<std::int64_t>>(2)),
                        to_time(rows.get<std::optional<std::int64_t>>(3)),
                        rows.get<std::optional<std::string>>(4),
                        rows.get<std::optional<std::string>>(5)});
  }
  return attempts;
}

}  // namespace mediumsync::queue
