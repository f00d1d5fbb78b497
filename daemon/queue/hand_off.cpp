// The way out of the queue without a token: a person is given the post, and says, or Medium's feed shows, that it was
// published.
#include "queue/claim.hpp"
#include "queue/promise.hpp"
#include "queue/row.hpp"
#include "queue/setback.hpp"
#include "queue/unreconciled.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

// Its author may have been waiting for it; from then on it is looked for ever less often.
constexpr core::Duration first_look = std::chrono::seconds(10);

// What tells the schedule that a slot was used.
void note_attempt(Store& store, const Record& record, core::TimePoint now) {
  store.run(
      "INSERT INTO attempt (post, account, number, claimed_at, sending_at, finished_at, outcome, detail, may_exist) "
      "VALUES (?1, ?2, ?3, ?4, ?4, ?4, 'handed-off', 'given to a person to publish by hand', 1)",
      record.id.value, record.account, next_attempt(store, record.id), to_column(now));
}

std::string advice(core::PostId id) {
  const std::string number = std::to_string(id.value);
  return "publish it by hand: mediumsyncctl kit " + number + " has it ready; then: mediumsyncctl done " + number +
         " URL";
}

std::vector<std::pair<core::PostId, std::string>> unreminded(Store& store, core::TimePoint before) {
  std::vector<std::pair<core::PostId, std::string>> found;
  Rows rows = store.query(
      "SELECT post.id, title FROM post JOIN text ON text.id = post.text WHERE state = 'handed_off' AND reminded_at IS "
      "NULL AND handed_off_at <= ?1 ORDER BY handed_off_at",
      to_column(before));
  while (rows.next()) found.emplace_back(core::PostId{rows.get<std::int64_t>(0)}, rows.get<std::string>(1));
  return found;
}

}  // namespace

std::int64_t Queue::hand_offs_open(std::string_view account) {
  Rows rows =
      impl_->query("SELECT coalesce(sum(posts), 0) FROM tally WHERE account = ?1 AND state = 'handed_off'", account);
  rows.next();
  return rows.get<std::int64_t>(0);
}

std::optional<Record> Queue::hand_off(std::string_view account, const std::optional<std::string>& plan, Lane lane,
                                      std::int64_t most_open, core::TimePoint now) {
  Work work(*impl_);
  if (hand_offs_open(account) >= most_open) return std::nullopt;
  const std::optional<core::PostId> id = first_due(*impl_, {std::string(account), plan}, lane, now);
  if (!id) {
    work.commit();
    return std::nullopt;
  }
  set_state(*impl_, *id, State::handed_off, Cause::none, advice(*id));
  impl_->run("UPDATE post SET handed_off_at = ?2, reminded_at = NULL WHERE id = ?1", id->value, to_column(now));
  Record record = find_record(*impl_, *id).value();
  take_slot(*impl_, record, now);
  note_attempt(*impl_, record, now);
  note_going_out(*impl_);
  // A feed shows nothing else.
  if (record.status == core::PublishStatus::public_) want_look(*impl_, *id, now, now + first_look);
  impl_->emit(core::to_string(State::handed_off), record.title, *id, now);
  work.commit();
  return record;
}

void Queue::remind_of_hand_offs(core::TimePoint before, core::TimePoint now) {
  Work work(*impl_);
  for (const auto& [id, title] : unreminded(*impl_, before)) {
    impl_->run("UPDATE post SET reminded_at = ?2 WHERE id = ?1", id.value, to_column(now));
    impl_->emit("hand-off-reminder", title, id, now);
  }
  work.commit();
}

std::optional<core::TimePoint> Queue::oldest_unreminded_hand_off() {
  Rows rows = impl_->query("SELECT min(handed_off_at) FROM post WHERE state = 'handed_off' AND reminded_at IS NULL");
  if (!rows.next()) return std::nullopt;
  return to_time(rows.get<std::optional<std::int64_t>>(0));
}

}  // namespace mediumsync::queue
