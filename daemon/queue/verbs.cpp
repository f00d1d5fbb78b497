// What people ask for. Which verb a state allows stands in transition.cpp; here is what each of them does.
#include "queue/claim.hpp"
#include "queue/medium_changes.hpp"
#include "queue/promise.hpp"
#include "queue/row.hpp"
#include "queue/settle.hpp"
#include "queue/text.hpp"
#include "queue/transition.hpp"
#include "queue/unreconciled.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

Refusal wrong_state(std::string message) {
  return {Refusal::Kind::wrong_state, std::move(message)};
}

// The post, if the verb may be used on it now.
Changed admit(Store& store, core::PostId id, Verb verb) {
  std::optional<Record> record = find_record(store, id);
  if (!record) {
    return core::Unexpected<Refusal>(
        {Refusal::Kind::not_found, "there is no post " + std::to_string(id.value) + ": mediumsyncctl list"});
  }
  if (std::optional<std::string> why = objection(id, record->state, verb))
    return core::Unexpected<Refusal>(wrong_state(*why));
  return std::move(*record);
}

// One that is to wait needs a text.
std::optional<Refusal> unreadable(Store& store, const Record& record) {
  if (is_readable(store, record.id)) return std::nullopt;
  return wrong_state("post " + std::to_string(record.id.value) + " can't be read as a post (" +
                     record.reason.value_or("no text") + "): mend " + record.origin + ", then it is taken by itself");
}

// One verb from the question whether it may to the row as it is afterwards. `act` changes the row and gives the event's
// kind and detail, or says why it can't.
struct Done {
  std::string kind;
  std::string detail;
};
template <typename Act>
Changed perform(Store& store, core::PostId id, Verb verb, core::TimePoint now, const Act& act) {
  Work work(store);
  Changed record = admit(store, id, verb);
  if (!record) return record;
  const core::Expected<Done, Refusal> done = act(*record);
  if (!done) return core::Unexpected<Refusal>(done.error());
  // Its schedule begins anew: what a person has done to it is no reason to call it late.
  forget_slot(store, id);
  store.emit(done->kind, done->detail, id, now);
  Record changed = find_record(store, id).value();
  work.commit();
  return changed;
}

Done state_done(State state, const Record& record) {
  return {std::string(core::to_string(state)), record.title};
}

// What a try that came to nothing left: it may go at once.
Place without_wait(Store& store, const Record& record, core::TimePoint now) {
  const std::optional<core::TimePoint> not_before = record.lane == Lane::personal ? std::optional(now) : std::nullopt;
  return {record.lane, not_before, position_of(store, record.id)};
}

// What a person found out stands beside the attempts that left the doubt, which stay what they were.
enum class Found { story, nothing };
void close_doubt(Store& store, core::PostId id, Found found, const std::string& detail, core::TimePoint now) {
  if (found == Found::nothing)
    store.run("UPDATE attempt SET may_exist = 0 WHERE post = ?1 AND outcome = 'in-doubt'", id.value);
  store.run(
      "INSERT INTO attempt (post, account, number, claimed_at, finished_at, outcome, detail) "
      "SELECT post, account, number + 1, ?2, ?2, ?3, ?4 FROM attempt WHERE post = ?1 ORDER BY number DESC LIMIT 1",
      id.value, to_column(now), found == Found::story ? "published" : "not-published", detail);
}

// No story came of the hand-off: its slot counts no more, and what its file has become meanwhile is what it is.
void take_back(Store& store, core::PostId id) {
  store.run("UPDATE attempt SET may_exist = 0 WHERE post = ?1 AND outcome = 'handed-off'", id.value);
  if (find_record(store, id).value().drifted) settle_newer(store, id);
}

}  // namespace

Changed Queue::hold(core::PostId id, core::TimePoint now) {
  return perform(*impl_, id, Verb::hold, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    set_state(*impl_, id, State::held, Cause::person, std::string(words_of_a_hold));
    return state_done(State::held, record);
  });
}

Changed Queue::release(core::PostId id, core::TimePoint now) {
  return perform(*impl_, id, Verb::release, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    if (auto refusal = unreadable(*impl_, record)) return core::Unexpected<Refusal>(*refusal);
    const Place place = record.state == State::held ? Place{record.lane, record.not_before, position_of(*impl_, id)}
                                                    : at_the_end(*impl_, record, now);
    put_in_line(*impl_, record, place, Cause::none, std::nullopt, now);
    return state_done(State::queued, record);
  });
}

Changed Queue::skip(core::PostId id, core::TimePoint now) {
  return perform(*impl_, id, Verb::skip, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    if (record.state == State::handed_off) take_back(*impl_, id);
    set_state(*impl_, id, State::skipped, Cause::person, "skipped by a person");
    return state_done(State::skipped, record);
  });
}

Changed Queue::retry(core::PostId id, core::TimePoint now) {
  return perform(*impl_, id, Verb::retry, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    if (auto refusal = unreadable(*impl_, record)) return core::Unexpected<Refusal>(*refusal);
    if (record.state == State::queued && record.cause == Cause::none) {
      return core::Unexpected<Refusal>(wrong_state("post " + std::to_string(id.value) +
                                                   " has not been tried yet and waits for its slot; "
                                                   "to publish it now: mediumsyncctl publish " +
                                                   std::to_string(id.value)));
    }
    put_in_line(*impl_, record, without_wait(*impl_, record, now), Cause::none, std::nullopt, now);
    return state_done(State::queued, record);
  });
}

Changed Queue::publish_now(core::PostId id, core::TimePoint now) {
  return perform(*impl_, id, Verb::publish_now, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    if (auto refusal = unreadable(*impl_, record)) return core::Unexpected<Refusal>(*refusal);
    put_in_line(*impl_, record, {Lane::personal, now, position_of(*impl_, id)}, Cause::none, std::nullopt, now);
    return state_done(State::queued, record);
  });
}

Changed Queue::move_to(core::PostId id, core::TimePoint at, core::TimePoint now) {
  return perform(*impl_, id, Verb::move_to, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    put_in_line(*impl_, record, {Lane::personal, at, position_of(*impl_, id)}, Cause::none, std::nullopt, now);
    return Done{"moved", "to " + core::format_rfc3339(at)};
  });
}

Changed Queue::move(core::PostId id, Move where, core::TimePoint now) {
  return perform(*impl_, id, Verb::move, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    const Line line{record.account, record.plan};
    const std::int64_t position =
        where == Move::first ? position_before_all(*impl_, line) : position_behind_all(*impl_, line);
    put_in_line(*impl_, record, {Lane::scheduled, author_not_before(*impl_, id, now), position}, Cause::none,
                std::nullopt, now);
    return Done{"moved", where == Move::first ? "to the front" : "to the end"};
  });
}

namespace {

// A story is one post's.
std::optional<Refusal> taken_by_another(Store& store, const Record& post, const PublishedStory& story) {
  if (!story.medium_id) return std::nullopt;
  Rows rows = store.query("SELECT id FROM post WHERE medium_id = ?1 AND id <> ?2 AND state = 'published' LIMIT 1",
                          *story.medium_id, post.id.value);
  if (!rows.next()) return std::nullopt;
  return wrong_state(story.url.value_or(*story.medium_id) + " is the story of post " +
                     std::to_string(rows.get<std::int64_t>(0)) + " already: give this one's own address");
}

}  // namespace

Changed Queue::resolve_published(core::PostId id, const PublishedStory& story, core::TimePoint now) {
  return perform(*impl_, id, Verb::resolve_published, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    if (auto taken = taken_by_another(*impl_, record, story)) return core::Unexpected<Refusal>(std::move(*taken));
    close_doubt(*impl_, id, Found::story, "found by a person: " + story.url.value_or(record.title), now);
    save_story(*impl_, id, story, last_sent(*impl_, id).value_or(now));
    return Done{std::string(core::to_string(State::published)), story.url.value_or(record.title)};
  });
}

Changed Queue::resolve_not_published(core::PostId id, core::TimePoint now) {
  return perform(*impl_, id, Verb::resolve_not_published, now,
                 [&](const Record& record) -> core::Expected<Done, Refusal> {
                   close_doubt(*impl_, id, Found::nothing, "looked for by a person and not found", now);
                   put_in_line(*impl_, record, {record.lane, record.not_before, position_of(*impl_, id)}, Cause::none,
                               std::nullopt, now);
                   take_newer(*impl_, id, now);
                   return state_done(State::queued, record);
                 });
}

Changed Queue::done(core::PostId id, const PublishedStory& story, core::TimePoint now) {
  return perform(*impl_, id, Verb::done, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    if (auto taken = taken_by_another(*impl_, record, story)) return core::Unexpected<Refusal>(std::move(*taken));
    // What was handed off, or may have been sent, has taken its slot already.
    const bool takes_slot = record.state != State::handed_off && record.state != State::in_doubt;
    impl_->run(
        "INSERT INTO attempt (post, account, number, claimed_at, sending_at, finished_at, outcome, detail, may_exist) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?4, 'published', ?6, ?5 IS NOT NULL)",
        id.value, record.account, next_attempt(*impl_, id), to_column(now),
        takes_slot ? std::optional(to_column(now)) : std::nullopt,
        "published by hand: " + story.url.value_or(record.title));
    save_story(*impl_, id, story, now);
    return Done{std::string(core::to_string(State::published)), story.url.value_or(record.title)};
  });
}

Changed Queue::acknowledge_drift(core::PostId id, core::TimePoint now) {
  return perform(*impl_, id, Verb::acknowledge_drift, now, [&](const Record& record) -> core::Expected<Done, Refusal> {
    const std::optional<Newer> after = newer(id);
    const bool there = settle_medium_change(*impl_, id);
    if (!after && there) return Done{"medium-change-settled", record.title};
    if (!after) {
      return core::Unexpected<Refusal>(
          wrong_state("post " + std::to_string(id.value) + " has not changed since it was published"));
    }
    if (!after->post) {
      return core::Unexpected<Refusal>(wrong_state("the new text of post " + std::to_string(id.value) +
                                                   " can't be read (" + after->reason.value_or("no text") + "): mend " +
                                                   record.origin + " first"));
    }
    // What a sent post's file brings later has no images of its own: those of the story stay known.
    impl_->run(
        "UPDATE text_asset SET text = (SELECT newer FROM post WHERE id = ?1) "
        "WHERE text = (SELECT text FROM post WHERE id = ?1)",
        id.value);
    settle_newer(*impl_, id);
    return Done{"drift-settled", record.title};
  });
}

}  // namespace mediumsync::queue
