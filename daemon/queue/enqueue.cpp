#include <algorithm>
#include <stdexcept>

#include "queue/arrival_rule.hpp"
#include "queue/line.hpp"
#include "queue/row.hpp"
#include "queue/text.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

// A row that the arrival's source and origin already name.
struct Known {
  Record record;
  std::string digest;
  Standing asked;
  bool held_while_gone = false;
  std::int64_t position = 0;
  std::optional<std::string> newer_digest;

  Standing standing() const { return {record.state, record.cause}; }
};

struct Twin {
  core::PostId id;
  std::string origin;
};

// What a person added belongs to the account it was added for; a source's items change accounts with their source.
std::optional<Known> find_known(Store& store, std::string_view source, std::string_view origin,
                                std::optional<std::string_view> added_for = std::nullopt) {
  static const std::string sql = select_records("WHERE source = ?1 AND origin = ?2 AND (?3 IS NULL OR account = ?3)",
                                                ", post.digest, asked_state, asked_cause, held_while_gone, position, "
                                                "(SELECT newer.digest FROM text AS newer WHERE newer.id = post.newer)");
  Rows rows = store.query(sql, source, origin, added_for);
  if (!rows.next()) return std::nullopt;
  constexpr int more = record_columns;
  return Known{read_record(rows),
               rows.get<std::string>(more),
               {to_state(rows.get<std::string>(more + 1)), to_cause(rows.get<std::string>(more + 2))},
               rows.get<std::int64_t>(more + 3) != 0,
               rows.get<std::int64_t>(more + 4),
               rows.get<std::optional<std::string>>(more + 5)};
}

// Another post of the account with the same text that is on its way or there already.
std::optional<Twin> find_twin(Store& store, const Arrival& arrival, core::PostId self) {
  Rows rows = store.query(
      "SELECT id, origin FROM post WHERE account = ?1 AND digest = ?2 AND state NOT IN ('failed', 'skipped') "
      "AND id <> ?3 ORDER BY id LIMIT 1",
      arrival.account, arrival.digest, self.value);
  if (!rows.next()) return std::nullopt;
  return Twin{{rows.get<std::int64_t>(0)}, rows.get<std::string>(1)};
}

std::string same_text_as(const Twin& twin) {
  return "the same text as post " + std::to_string(twin.id.value) + " (" + twin.origin + ")";
}

const std::string& title_of(const Arrival& arrival) {
  return arrival.post ? arrival.post->title : arrival.title;
}

std::optional<core::TimePoint> not_before_of(const Arrival& arrival) {
  return arrival.post ? arrival.post->not_before : std::nullopt;
}

void check(const Arrival& arrival) {
  const State state = arrival.state;
  const bool possible =
      state == State::queued || state == State::held || state == State::failed || state == State::skipped;
  const bool readable = arrival.post || state == State::failed || state == State::skipped;
  if (!possible || !readable)
    throw std::invalid_argument("an arrival that is neither a post nor the reason why there is none");
}

std::string_view detail_of(const std::optional<std::string>& reason, const Arrival& arrival) {
  return reason ? *reason : title_of(arrival);
}

// One arrival on its way into the queue. Lives for one call of enqueue().
class Entrance {
 public:
  Entrance(Store& store, const Arrival& arrival, core::TimePoint now) : store_(store), arrival_(arrival), now_(now) {}

  Enqueued operator()() {
    const bool by_a_person = arrival_.source == core::added_by_a_person;
    std::optional<Known> known =
        find_known(store_, arrival_.source, arrival_.origin,
                   by_a_person ? std::optional<std::string_view>(arrival_.account) : std::nullopt);
    return known ? meet_again(*known) : add();
  }

 private:
  // What it asks for, unless its text is there already.
  struct Wish {
    Standing standing;
    std::optional<std::string> reason;
    std::optional<Twin> twin;
  };
  Wish wish(core::PostId self) {
    if (arrival_.state == State::queued) {
      if (std::optional<Twin> twin = find_twin(store_, arrival_, self)) {
        return {{State::skipped, Cause::duplicate}, same_text_as(*twin), twin};
      }
    }
    return {{arrival_.state, arrival_.cause}, arrival_.reason, std::nullopt};
  }

  Enqueued add() {
    const core::PostId id = next_id();
    const Wish wanted = wish(id);
    insert(id, wanted);
    // What is kept unread comes by the thousand: its source tells of it in one event.
    if (!arrival_.raw) {
      store_.emit(core::to_string(wanted.standing.state), detail_of(wanted.reason, arrival_), id, now_);
    }
    if (wanted.twin) return Duplicate{id, wanted.twin->id};
    return Added{id};
  }

  core::PostId next_id() {
    Rows rows = store_.query("SELECT coalesce(max(id), 0) + 1 FROM post");
    rows.next();
    return {rows.get<std::int64_t>(0)};
  }

  void insert(core::PostId id, const Wish& wanted) {
    const std::optional<core::TimePoint> not_before = not_before_of(arrival_);
    const bool ripe = !not_before || *not_before <= now_;
    const TextId text = add_text(store_, id, arrival_);
    store_.run(
        "INSERT INTO post (id, account, source, origin, digest, state, cause, reason, plan, position, not_before, "
        "ripe, text, "
        "created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        id.value, arrival_.account, arrival_.source, arrival_.origin, arrival_.digest,
        core::to_string(wanted.standing.state), to_string(wanted.standing.cause), wanted.reason,
        plan_of(store_, arrival_.source, arrival_.plan), first_position(id), to_column(not_before), ripe ? 1 : 0,
        text.value, to_column(now_));
  }

  Enqueued meet_again(Known& known) {
    switch (meet(known.standing(), news(known), {arrival_.state, arrival_.cause})) {
      case Meeting::nothing:
        return Unchanged{known.record.id};
      case Meeting::as_sent:
        return as_sent(known);
      case Meeting::drift:
        return drift(known);
      case Meeting::new_text:
        return new_text(known);
      case Meeting::enter:
        return enter(known);
    }
    return Unchanged{known.record.id};
  }

  News news(const Known& known) const {
    if (known.digest != arrival_.digest) return News::text;
    const bool as_before =
        known.asked == Standing{arrival_.state, arrival_.cause} && known.record.account == arrival_.account;
    return as_before ? News::nothing : News::wish;
  }

  Enqueued as_sent(const Known& known) {
    forget_newer(store_, known.record.id);
    return Unchanged{known.record.id};
  }

  Enqueued drift(const Known& known) {
    const core::PostId id = known.record.id;
    if (known.newer_digest == arrival_.digest) return Unchanged{id};
    const bool may_come_back = known.record.state == State::publishing || known.record.state == State::in_doubt;
    Arrival newer = arrival_;
    if (!may_come_back) newer.assets.clear();
    set_newer(store_, id, newer);
    store_.emit("drifted", title_of(arrival_), id, now_);
    return Drifted{id};
  }

  Enqueued new_text(const Known& known) {
    const core::PostId id = known.record.id;
    replace_text(store_, id, arrival_);
    if (known.record.lane == Lane::scheduled) {
      store_.run("UPDATE post SET not_before = ?2 WHERE id = ?1", id.value, to_column(not_before_of(arrival_)));
    }
    // A person's hold stays; why the text can't go as it is should be seen before it is released.
    if (known.record.state == State::held && arrival_.state != State::queued) {
      set_state(store_, id, State::held, known.record.cause, arrival_.reason);
    }
    if (known.digest == arrival_.digest) return Unchanged{id};
    store_.emit("superseded", title_of(arrival_), id, now_);
    return Superseded{id};
  }

  Enqueued enter(Known& known) {
    const core::PostId id = known.record.id;
    Wish wanted = wish(id);
    const bool would_wait = wanted.standing.state == State::queued || wanted.standing.state == State::held;
    if (known.held_while_gone && would_wait)
      wanted = {{State::held, Cause::person}, "held before its file went away", std::nullopt};
    replace_text(store_, id, arrival_);
    store_.run("UPDATE post SET account = ?2 WHERE id = ?1", id.value, arrival_.account);
    known.record.account = arrival_.account;
    known.record.plan = arrival_.plan;
    // Held ones are put in line too: they keep their place for the day they are released.
    put_in_line(store_, known.record, place(known), wanted.standing.cause, wanted.reason, now_);
    if (wanted.standing.state != State::queued) {
      set_state(store_, id, wanted.standing.state, wanted.standing.cause, wanted.reason);
    }
    const bool same_state = wanted.standing.state == known.record.state;
    store_.emit(same_state ? "superseded" : core::to_string(wanted.standing.state), detail_of(wanted.reason, arrival_),
                id, now_);
    if (wanted.twin) return Duplicate{id, wanted.twin->id};
    return Superseded{id};
  }

  Place place(const Known& known) {
    const std::optional<core::TimePoint> author = not_before_of(arrival_);
    if (keeps_place(known.standing()) == KeepsPlace::no) {
      return {Lane::scheduled, author,
              position_behind_all(store_, {arrival_.account, plan_of(store_, arrival_.source, arrival_.plan)})};
    }
    if (known.record.lane == Lane::personal) return {Lane::personal, known.record.not_before, known.position};
    // A wait after a failed try is not shortened by an edit.
    const bool waits_for_retry = known.record.cause == Cause::network && known.record.not_before;
    if (!waits_for_retry) return {Lane::scheduled, author, known.position};
    return {Lane::scheduled, author ? std::max(*author, *known.record.not_before) : *known.record.not_before,
            known.position};
  }

  Store& store_;
  const Arrival& arrival_;
  core::TimePoint now_;
};

}  // namespace

Enqueued Queue::enqueue(const Arrival& arrival, core::TimePoint now) {
  check(arrival);
  Work work(*impl_);
  Enqueued result = Entrance(*impl_, arrival, now)();
  work.commit("enqueue-before-commit", "enqueued");
  return result;
}

bool Queue::knows(std::string_view source, std::string_view origin) {
  return impl_->query("SELECT 1 FROM post WHERE source = ?1 AND origin = ?2", source, origin).next();
}

void Queue::read_in(core::PostId id, const Arrival& arrival) {
  Work work(*impl_);
  replace_text(*impl_, id, arrival);
  work.commit();
}

bool Queue::source_item_gone(std::string_view source, std::string_view origin, core::TimePoint now) {
  Work work(*impl_);
  const std::optional<Known> known = find_known(*impl_, source, origin);
  if (!known) return false;
  const State state = known->record.state;
  if (state != State::queued && state != State::held && state != State::failed) return false;
  const bool held_by_a_person = state == State::held && !held_by_its_content(known->standing());
  const core::PostId id = known->record.id;
  const std::string reason = "its file was deleted before it was sent";
  set_state(*impl_, id, State::skipped, Cause::gone, reason);
  impl_->run("UPDATE post SET held_while_gone = ?2 WHERE id = ?1", id.value, held_by_a_person ? 1 : 0);
  impl_->emit(core::to_string(State::skipped), reason, id, now);
  work.commit();
  return true;
}

}  // namespace mediumsync::queue
