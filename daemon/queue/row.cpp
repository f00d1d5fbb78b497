#include "queue/row.hpp"

#include <stdexcept>

#include "queue/strings.hpp"

namespace mediumsync::queue {
namespace {

[[noreturn]] void refuse_word(const std::string& text) {
  throw std::runtime_error("the database holds a word that is not known: " + text);
}

template <typename Parse>
auto word(Parse parse, const std::string& text) {
  const auto value = parse(text);
  if (!value) refuse_word(text);
  return *value;
}

}  // namespace

std::string_view to_string(Lane lane) {
  return lane == Lane::personal ? "personal" : "scheduled";
}

core::State to_state(const std::string& text) {
  return word(core::parse_state, text);
}
Cause to_cause(const std::string& text) {
  return word(parse_cause, text);
}
core::PublishStatus to_publish_status(const std::string& text) {
  return word(core::parse_publish_status, text);
}
core::License to_license(const std::string& text) {
  return word(core::parse_license, text);
}

std::string select_records(std::string_view rest, std::string_view more) {
  return "SELECT post.id, account, source, origin, state, cause, reason, lane, post.not_before, title, canonical_url, "
         "tags, status, "
         "license, publication, plan, medium_id, url, newer IS NOT NULL, created_at, post.published_at, twin, "
         "handed_off_at" +
         std::string(more) + " FROM post JOIN text ON text.id = post.text " + std::string(rest);
}

Record read_record(const Rows& rows) {
  Record record;
  record.id = {rows.get<std::int64_t>(0)};
  record.account = rows.get<std::string>(1);
  record.source = rows.get<std::string>(2);
  record.origin = rows.get<std::string>(3);
  record.state = to_state(rows.get<std::string>(4));
  record.cause = to_cause(rows.get<std::string>(5));
  record.reason = rows.get<std::optional<std::string>>(6);
  record.lane = rows.get<std::string>(7) == to_string(Lane::personal) ? Lane::personal : Lane::scheduled;
  record.not_before = to_time(rows.get<std::optional<std::int64_t>>(8));
  record.title = rows.get<std::string>(9);
  record.canonical_url = rows.get<std::optional<std::string>>(10);
  record.tags = decode_strings(rows.get<std::string>(11));
  record.status = to_publish_status(rows.get<std::string>(12));
  record.license = to_license(rows.get<std::string>(13));
  record.publication = rows.get<std::optional<std::string>>(14);
  record.plan = rows.get<std::optional<std::string>>(15);
  record.medium_id = rows.get<std::optional<std::string>>(16);
  record.url = rows.get<std::optional<std::string>>(17);
  record.drifted = rows.get<std::int64_t>(18) != 0;
  record.created_at = to_time(rows.get<std::int64_t>(19));
  record.published_at = to_time(rows.get<std::optional<std::int64_t>>(20));
  if (const auto twin = rows.get<std::optional<std::int64_t>>(21)) record.twin = core::PostId{*twin};
  record.handed_off_at = to_time(rows.get<std::optional<std::int64_t>>(22));
  return record;
}

std::optional<Record> find_record(Store& store, core::PostId id) {
  static const std::string sql = select_records("WHERE post.id = ?1");
  Rows rows = store.query(sql, id.value);
  if (!rows.next()) return std::nullopt;
  return read_record(rows);
}

void set_twin(Store& store, core::PostId id, core::PostId twin) {
  store.run("UPDATE post SET twin = ?2 WHERE id = ?1", id.value, twin.value);
}

void set_state(Store& store, core::PostId id, core::State state, Cause cause,
               const std::optional<std::string>& reason) {
  store.run("UPDATE post SET state = ?2, cause = ?3, reason = ?4 WHERE id = ?1", id.value, core::to_string(state),
            to_string(cause), reason);
}

}  // namespace mediumsync::queue
