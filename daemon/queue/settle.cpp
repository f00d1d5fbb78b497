#include "queue/settle.hpp"

#include <stdexcept>

#include "queue/line.hpp"
#include "queue/row.hpp"
#include "queue/text.hpp"
#include "queue/unreconciled.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

// How long Medium may take to show a story in its author's feed, before that is odd.
constexpr core::Duration feed_lag = std::chrono::minutes(10);
// A story that is in doubt may be there at once.
constexpr core::Duration first_look = std::chrono::seconds(10);

void close_attempt(Store& store, const Claim& claim, const Settlement& settlement, core::TimePoint now) {
  const bool may_exist = settlement.next == State::published || settlement.next == State::in_doubt;
  const std::int64_t closed = store.run(
      "UPDATE attempt SET outcome = ?2, detail = ?3, finished_at = ?4, may_exist = (?5 AND sending_at IS NOT NULL) "
      "WHERE id = ?1 AND outcome IS NULL",
      claim.attempt.value, settlement.outcome, settlement.detail, to_column(now), may_exist ? 1 : 0);
  if (closed != 1)
    throw std::logic_error("attempt " + std::to_string(claim.attempt.value) + " has been settled already");
}

void remember(Store& store, core::PostId id, Amendment amendment) {
  if (amendment == Amendment::without_tags) store.run("UPDATE post SET without_tags = 1 WHERE id = ?1", id.value);
  if (amendment == Amendment::without_published_at)
    store.run("UPDATE post SET without_published_at = 1 WHERE id = ?1", id.value);
}

void wait_again(Store& store, const Record& record, const Settlement& settlement, core::TimePoint now) {
  const std::optional<core::TimePoint> not_before = settlement.not_before ? settlement.not_before : record.not_before;
  put_in_line(store, record, {record.lane, not_before, position_of(store, record.id)}, settlement.cause,
              settlement.reason, now);
}

std::string detail_of(const Settlement& settlement, const Record& record) {
  if (settlement.story && settlement.story->url) return *settlement.story->url;
  return settlement.reason.value_or(record.title);
}

}  // namespace

void save_story(Store& store, core::PostId id, const PublishedStory& story, core::TimePoint published_at) {
  set_state(store, id, State::published, Cause::none, story.note);
  store.run("UPDATE post SET medium_id = ?2, url = ?3, published_at = ?4 WHERE id = ?1", id.value, story.medium_id,
            story.url, to_column(published_at));
  drop_newer_images(store, id);
  drop_uploaded_bytes(store, id);
}

void Queue::settle(const Claim& claim, const Settlement& settlement, core::TimePoint now) {
  Work work(*impl_);
  const std::optional<Record> record = find_record(*impl_, claim.record.id);
  if (!record || record->state != State::publishing) {
    throw std::logic_error("post " + std::to_string(claim.record.id.value) + " is settled but was not claimed");
  }
  close_attempt(*impl_, claim, settlement, now);
  remember(*impl_, record->id, settlement.amendment);
  switch (settlement.next) {
    case State::queued:
      wait_again(*impl_, *record, settlement, now);
      break;
    case State::published:
      save_story(*impl_, record->id, settlement.story.value_or(PublishedStory{}), now);
      if (settlement.visible == Visible::yes) want_look(*impl_, record->id, now, now + feed_lag);
      break;
    case State::in_doubt:
      set_state(*impl_, record->id, settlement.next, settlement.cause, settlement.reason);
      if (settlement.visible == Visible::yes)
        want_look(*impl_, record->id, last_sent(*impl_, record->id).value_or(now), now + first_look);
      break;
    case State::held:
    case State::failed:
      set_state(*impl_, record->id, settlement.next, settlement.cause, settlement.reason);
      break;
    default:
      throw std::logic_error("an attempt does not end in the state " + std::string(core::to_string(settlement.next)));
  }
  impl_->emit(core::to_string(settlement.next), detail_of(settlement, *record), record->id, now);
  const bool came_to_nothing =
      settlement.next == State::queued || settlement.next == State::held || settlement.next == State::failed;
  if (came_to_nothing) take_newer(*impl_, record->id, now);
  work.commit("settle-before-commit", "settled");
}

}  // namespace mediumsync::queue
