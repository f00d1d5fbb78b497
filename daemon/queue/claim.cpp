// On the way out: what may go, claimed before anything is sent, and the mark that says that from now on a story may
// exist.
#include "queue/claim.hpp"

#include <algorithm>
#include <stdexcept>

#include "queue/promise.hpp"
#include "queue/row.hpp"
#include "queue/setback.hpp"
#include "queue/text.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

std::optional<core::PostId> first_id(Rows rows) {
  if (!rows.next()) return std::nullopt;
  return core::PostId{rows.get<std::int64_t>(0)};
}

// Those whose time has come step into the line of those that may go, once for each: the claim then looks at the first
// alone.
void ripen(Store& store, const Line& line, core::TimePoint now) {
  store.run(
      "UPDATE post SET ripe = 1 WHERE account = ?1 AND plan IS ?2 AND ripe = 0 AND state = 'queued' AND lane = "
      "'scheduled' "
      "AND not_before <= ?3",
      line.account, line.plan, to_column(now));
}

// not_before is looked at again: the clock may have been set back since it ripened.
std::optional<core::PostId> first_scheduled(Store& store, const Line& line, core::TimePoint now) {
  return first_id(store.query(
      "SELECT id FROM post WHERE account = ?1 AND plan IS ?2 AND ripe = 1 AND state = 'queued' AND lane = 'scheduled' "
      "AND (not_before IS NULL OR not_before <= ?3) ORDER BY position LIMIT 1",
      line.account, line.plan, to_column(now)));
}

// Whatever the plan: a person's time is outside of all windows.
std::optional<core::PostId> first_personal(Store& store, std::string_view account, core::TimePoint now) {
  return first_id(store.query(
      "SELECT id FROM post WHERE account = ?1 AND state = 'queued' AND lane = 'personal' AND not_before <= ?2 "
      "ORDER BY not_before, position LIMIT 1",
      account, to_column(now)));
}

Claim open_claim(Store& store, core::PostId id, core::TimePoint now) {
  Claim claim;
  claim.number = next_attempt(store, id);
  set_state(store, id, State::publishing, Cause::none, std::nullopt);
  claim.record = find_record(store, id).value();
  take_slot(store, claim.record, now);
  store.run("INSERT INTO attempt (post, account, number, claimed_at) VALUES (?1, ?2, ?3, ?4)", id.value,
            claim.record.account, claim.number, to_column(now));
  claim.attempt = {store.last_insert_id()};
  std::optional<core::Post> post = load_post(store, id);
  if (!post)
    throw std::runtime_error("post " + std::to_string(id.value) +
                             " waits in the queue without its text: restore a backup");
  claim.post = std::move(*post);
  store.emit(core::to_string(State::publishing), claim.record.title, id, now);
  return claim;
}

}  // namespace

std::optional<core::PostId> first_due(Store& store, const Line& line, Lane lane, core::TimePoint now) {
  if (lane == Lane::personal) return first_personal(store, line.account, now);
  ripen(store, line, now);
  return first_scheduled(store, line, now);
}

int next_attempt(Store& store, core::PostId id) {
  Rows rows = store.query("SELECT coalesce(max(number), 0) + 1 FROM attempt WHERE post = ?1", id.value);
  rows.next();
  return static_cast<int>(rows.get<std::int64_t>(0));
}

Outlook Queue::outlook(std::string_view account, const std::optional<std::string>& plan) {
  Outlook outlook;
  {
    Rows rows = impl_->query(
        "SELECT not_before FROM post WHERE account = ?1 AND state = 'queued' AND lane = 'personal' "
        "ORDER BY not_before LIMIT 1",
        account);
    if (rows.next()) outlook.personal = to_time(rows.get<std::int64_t>(0));
  }
  for (const int ripe : {0, 1}) {
    Rows rows = impl_->query(
        "SELECT coalesce(not_before, 0) FROM post WHERE account = ?1 AND plan IS ?2 AND ripe = ?3 "
        "AND state = 'queued' AND lane = 'scheduled' ORDER BY not_before LIMIT 1",
        account, plan, ripe);
    if (!rows.next()) continue;
    const core::TimePoint ready = to_time(rows.get<std::int64_t>(0));
    outlook.ready = outlook.ready ? std::min(*outlook.ready, ready) : ready;
  }
  return outlook;
}

std::optional<Claim> Queue::claim_due(std::string_view account, const std::optional<std::string>& plan, Lane lane,
                                      core::TimePoint now) {
  Work work(*impl_);
  const std::optional<core::PostId> id = first_due(*impl_, {std::string(account), plan}, lane, now);
  if (!id) {
    work.commit();
    return std::nullopt;
  }
  Claim claim = open_claim(*impl_, *id, now);
  work.commit("claim-before-commit", "claimed");
  return claim;
}

void Queue::mark_sending(core::AttemptId attempt, core::TimePoint now) {
  if (impl_->in_batch())
    throw std::logic_error("a sending mark within a batch would not be on the disk when the story is sent");
  Work work(*impl_);
  const std::int64_t marked = impl_->run(
      "UPDATE attempt SET sending_at = ?2, may_exist = 1 WHERE id = ?1 AND outcome IS NULL AND sending_at IS NULL",
      attempt.value, to_column(now));
  if (marked != 1)
    throw std::logic_error("attempt " + std::to_string(attempt.value) + " is not open, or is being sent already");
  note_going_out(*impl_);
  work.commit("mark-before-commit", "marked");
}

std::vector<core::TimePoint> Queue::sent(std::string_view account, core::TimePoint since) {
  std::vector<core::TimePoint> times;
  Rows rows = impl_->query(
      "SELECT sending_at FROM attempt WHERE account = ?1 AND may_exist = 1 AND sending_at >= min(?2, "
      "coalesce((SELECT max(sending_at) FROM attempt WHERE account = ?1 AND may_exist = 1), ?2)) ORDER BY sending_at",
      account, to_column(since));
  while (rows.next()) times.push_back(to_time(rows.get<std::int64_t>(0)));
  return times;
}

}  // namespace mediumsync::queue
