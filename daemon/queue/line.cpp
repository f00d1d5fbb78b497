#include "queue/line.hpp"

#include <algorithm>

#include "queue/row.hpp"

namespace mediumsync::queue {
namespace {

// Asked once for those that may go and once for those that may not yet: the index keeps them apart.
constexpr std::string_view least =
    "SELECT min(position) FROM post WHERE account = ?1 AND plan IS ?2 AND ripe = ?3 AND state = 'queued' AND lane = "
    "'scheduled'";
constexpr std::string_view greatest =
    "SELECT max(position) FROM post WHERE account = ?1 AND plan IS ?2 AND ripe = ?3 AND state = 'queued' AND lane = "
    "'scheduled'";

std::optional<std::int64_t> number(Rows rows) {
  rows.next();
  return rows.get<std::optional<std::int64_t>>(0);
}

}  // namespace

std::int64_t position_before_all(Store& store, const Line& line) {
  const std::optional<std::int64_t> ripe = number(store.query(least, line.account, line.plan, 1));
  const std::optional<std::int64_t> unripe = number(store.query(least, line.account, line.plan, 0));
  if (ripe && unripe) return std::min(*ripe, *unripe) - 1;
  return (ripe ? ripe : unripe).value_or(0) - 1;
}

std::int64_t position_behind_all(Store& store, const Line& line) {
  const core::PostId newest{number(store.query("SELECT max(id) FROM post")).value_or(0)};
  std::int64_t last = first_position(newest);
  for (const int ripe : {0, 1})
    last = std::max(last, number(store.query(greatest, line.account, line.plan, ripe)).value_or(last));
  return last + 1;
}

std::int64_t position_of(Store& store, core::PostId id) {
  Rows rows = store.query("SELECT position FROM post WHERE id = ?1", id.value);
  rows.next();
  return rows.get<std::int64_t>(0);
}

std::optional<std::string> plan_of(const Store& store, std::string_view source,
                                   const std::optional<std::string>& known) {
  if (!store.own_plans) return known;
  if (!store.own_plans->contains(source)) return std::nullopt;
  return std::string(source);
}

void put_in_line(Store& store, const Record& record, const Place& place, Cause cause,
                 const std::optional<std::string>& reason, core::TimePoint now) {
  const bool ripe = !place.not_before || *place.not_before <= now;
  store.run(
      "UPDATE post SET state = 'queued', cause = ?2, reason = ?3, lane = ?4, not_before = ?5, position = ?6, ripe = "
      "?7, "
      "plan = ?8, held_while_gone = 0, twin = NULL WHERE id = ?1",
      record.id.value, to_string(cause), reason, to_string(place.lane), to_column(place.not_before), place.position,
      ripe ? 1 : 0, plan_of(store, record.source, record.plan));
}

}  // namespace mediumsync::queue
