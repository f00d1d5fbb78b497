#include "queue/recovery.hpp"

#include "queue/line.hpp"
#include "queue/row.hpp"
#include "queue/text.hpp"
#include "queue/unreconciled.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

// An attempt that was open when the daemon ended.
struct Interrupted {
  core::AttemptId attempt;
  core::PostId post;
  bool marked = false;
};

std::vector<Interrupted> find_interrupted(Store& store) {
  std::vector<Interrupted> found;
  Rows rows = store.query(
      "SELECT attempt.id, post.id, attempt.sending_at IS NOT NULL FROM post JOIN attempt ON attempt.post = post.id "
      "WHERE post.state = 'publishing' AND attempt.outcome IS NULL ORDER BY post.id");
  while (rows.next()) {
    found.push_back({{rows.get<std::int64_t>(0)}, {rows.get<std::int64_t>(1)}, rows.get<std::int64_t>(2) != 0});
  }
  return found;
}

void close(Store& store, core::AttemptId attempt, std::string_view outcome, std::string_view detail,
           core::TimePoint now) {
  store.run("UPDATE attempt SET outcome = ?2, detail = ?3, finished_at = ?4 WHERE id = ?1", attempt.value, outcome,
            detail, to_column(now));
}

}  // namespace

void recover(Store& store, core::TimePoint now) {
  for (const Interrupted& interrupted : find_interrupted(store)) {
    const core::PostId id = interrupted.post;
    const Record record = find_record(store, id).value();
    if (interrupted.marked) {
      const std::string number = std::to_string(id.value);
      const std::string reason =
          "the daemon ended while Medium's answer was awaited: look whether the story is there, then "
          "`mediumsyncctl resolve " +
          number + " --published URL` or `mediumsyncctl resolve " + number + " --not-published`";
      close(store, interrupted.attempt, "in-doubt", "the daemon ended before the answer was kept", now);
      set_state(store, id, State::in_doubt, Cause::doubt, reason);
      if (record.status == core::PublishStatus::public_) want_look(store, id, last_sent(store, id).value_or(now), now);
      store.emit(core::to_string(State::in_doubt), reason, id, now);
    } else {
      close(store, interrupted.attempt, "interrupted", "the daemon ended before anything was sent", now);
      put_in_line(store, record, {record.lane, record.not_before, position_of(store, id)}, Cause::none, std::nullopt,
                  now);
      store.emit(core::to_string(State::queued), "the daemon ended before it was sent", id, now);
      take_newer(store, id, now);
    }
  }
}

}  // namespace mediumsync::queue
