#include "queue/promise.hpp"

#include <algorithm>

namespace mediumsync::queue {
namespace {

struct Promise {
  core::PostId post;
  core::TimePoint slot;
  std::string rules;
};

std::optional<Promise> load(Store& store, std::string_view account, std::string_view plan) {
  Rows rows = store.query("SELECT post, at, rules FROM promise WHERE account = ?1 AND plan = ?2", account, plan);
  if (!rows.next()) return std::nullopt;
  return Promise{{rows.get<std::int64_t>(0)}, to_time(rows.get<std::int64_t>(1)), rows.get<std::string>(2)};
}

// The one that goes in the slot as things are.
std::optional<core::PostId> first_at(Store& store, std::string_view account, const std::optional<std::string>& plan,
                                     core::TimePoint slot) {
  {
    Rows ripe = store.query(
        "SELECT id FROM post WHERE account = ?1 AND plan IS ?2 AND ripe = 1 AND state = 'queued' AND lane = "
        "'scheduled' AND (not_before IS NULL OR not_before <= ?3) ORDER BY position LIMIT 1",
        account, plan, to_column(slot));
    if (ripe.next()) return core::PostId{ripe.get<std::int64_t>(0)};
  }
  Rows unripe = store.query(
      "SELECT id FROM post WHERE account = ?1 AND plan IS ?2 AND ripe = 0 AND state = 'queued' AND lane = 'scheduled' "
      "AND not_before <= ?3 ORDER BY not_before, position LIMIT 1",
      account, plan, to_column(slot));
  if (!unripe.next()) return std::nullopt;
  return core::PostId{unripe.get<std::int64_t>(0)};
}

}  // namespace

void take_slot(Store& store, const Record& record, core::TimePoint now) {
  if (record.lane == Lane::personal) return forget_slot(store, record.id);
  const auto promised = load(store, record.account, record.plan.value_or(""));
  core::TimePoint slot = now;
  // What its author wants later than that was not promised for then.
  if (promised && promised->post == record.id)
    slot = std::clamp(record.not_before.value_or(promised->slot), std::min(promised->slot, now), now);
  store.run("UPDATE post SET slot_at = coalesce(slot_at, ?2) WHERE id = ?1", record.id.value, to_column(slot));
}

void forget_slot(Store& store, core::PostId id) {
  store.run("UPDATE post SET slot_at = NULL WHERE id = ?1 AND slot_at IS NOT NULL AND state <> 'published'", id.value);
  store.run("DELETE FROM promise WHERE post = ?1", id.value);
}

void Queue::promise(std::string_view account, const std::optional<std::string>& plan, core::TimePoint slot,
                    std::string_view rules) {
  const auto first = first_at(*impl_, account, plan, slot);
  if (!first) return;
  const std::string_view name = plan ? std::string_view(*plan) : std::string_view();
  const auto known = load(*impl_, account, name);
  if (known && known->post == *first && known->rules == rules) return;
  Work work(*impl_);
  impl_->run("INSERT OR REPLACE INTO promise (account, plan, post, at, rules) VALUES (?1, ?2, ?3, ?4, ?5)", account,
             name, first->value, to_column(slot), rules);
  work.commit();
}

void Queue::forget_promises(const std::optional<std::string>& account) {
  Work work(*impl_);
  impl_->run("DELETE FROM promise WHERE ?1 IS NULL OR account = ?1", account);
  work.commit();
}

}  // namespace mediumsync::queue
