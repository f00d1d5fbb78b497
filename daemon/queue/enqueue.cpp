#include <algorithm>
#include <stdexcept>

#include "core/document_codec.hpp"
#include "queue/arrival_rule.hpp"
#include "queue/kin.hpp"
#include "queue/line.hpp"
#include "queue/row.hpp"
#include "queue/setback.hpp"
#include "queue/stories.hpp"
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
  std::optional<std::string> story;  // of one that was skipped since it is on Medium already
  std::optional<std::string> rules;

  Standing standing() const { return {record.state, record.cause}; }
};

// What a person added belongs to the account it was added for; a source's items change accounts with their source.
std::optional<Known> find_known(Store& store, std::string_view source, std::string_view origin,
                                std::optional<std::string_view> added_for = std::nullopt) {
  static const std::string sql = select_records("WHERE source = ?1 AND origin = ?2 AND (?3 IS NULL OR account = ?3)",
                                                ", post.digest, asked_state, asked_cause, held_while_gone, position, "
                                                "(SELECT newer.digest FROM text AS newer WHERE newer.id = post.newer), "
                                                "story, rules");
  Rows rows = store.query(sql, source, origin, added_for);
  if (!rows.next()) return std::nullopt;
  constexpr int more = record_columns;
  return Known{read_record(rows),
               rows.get<std::string>(more),
               {to_state(rows.get<std::string>(more + 1)), to_cause(rows.get<std::string>(more + 2))},
               rows.get<std::int64_t>(more + 3) != 0,
               rows.get<std::int64_t>(more + 4),
               rows.get<std::optional<std::string>>(more + 5),
               rows.get<std::optional<std::string>>(more + 6),
               rows.get<std::optional<std::string>>(more + 7)};
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
  // What it asks for, unless it is there already.
  struct Wish {
    Standing standing;
    std::optional<std::string> reason;
    std::optional<Twin> twin;
    std::vector<core::PostId> outdone;
    std::optional<std::string> story;  // that it is
    bool is_duplicate() const { return twin || story; }
    std::optional<core::PostId> of() const { return twin ? std::optional(twin->id) : std::nullopt; }
  };
  static Wish duplicate(const Twin& twin) { return {{State::skipped, Cause::duplicate}, twin.reason, twin, {}, {}}; }
  static Wish duplicate(const OnMedium& story) {
    return {{State::skipped, Cause::duplicate}, story.reason, std::nullopt, {}, story.id};
  }

  // A queue that was put back does not know what it has sent since: nothing goes by itself but what a person adds.
  Wish careful(Wish wanted) const {
    if (!store_.set_back_to() || wanted.standing.state != State::queued || arrival_.source == core::added_by_a_person)
      return wanted;
    wanted.standing = {State::held, Cause::doubt};
    wanted.reason = words_of_a_setback(*store_.set_back_to());
    return wanted;
  }

  Wish wish(core::PostId self) {
    const Standing asked{arrival_.state, arrival_.cause};
    if (asked.state == State::queued) {
      if (const auto copy = find_copy(store_, arrival_, self, KeptPosts::too)) return duplicate(*copy);
    }
    if (arrival_.post && (asked.state == State::queued || held_by_its_content(asked))) {
      Kin kin = find_kin(store_, arrival_, likeness(), self);
      if (kin.twin) return duplicate(*kin.twin);
      if (const auto story = find_story(store_, arrival_, likeness())) return duplicate(*story);
      return {asked, arrival_.reason, std::nullopt, std::move(kin.outdone), {}};
    }
    return {asked, arrival_.reason, std::nullopt, {}, {}};
  }

  // One that waits has its place already, beside any other that a person let wait.
  Wish wish_of_known(const Known& known) {
    const core::PostId self = known.record.id;
    const bool waits = known.record.state == State::queued;
    if (!waits) {
      if (const auto twin = lasting_twin(known)) return duplicate(*twin);
      if (const auto story = lasting_story(known)) return duplicate(*story);
      return wish(self);
    }
    if (arrival_.state == State::queued) {
      if (const auto copy = find_copy(store_, arrival_, self, KeptPosts::not_looked_at)) return duplicate(*copy);
    }
    return {{arrival_.state, arrival_.cause}, arrival_.reason, std::nullopt, {}, {}};
  }

  std::optional<OnMedium> lasting_story(const Known& known) {
    if (known.standing() != Standing{State::skipped, Cause::duplicate} || !known.story || !arrival_.post)
      return std::nullopt;
    return still_that_story(store_, arrival_, likeness(), *known.story);
  }

  // What another source brought first stays the same post when it is edited here, as long as anything is left of it.
  std::optional<Twin> lasting_twin(const Known& known) {
    if (known.standing() != Standing{State::skipped, Cause::duplicate} || !known.record.twin || !arrival_.post)
      return std::nullopt;
    const std::optional<Record> twin = find_record(store_, *known.record.twin);
    if (!twin || twin->account != arrival_.account) return std::nullopt;
    if (twin->source == arrival_.source && arrival_.siblings == Siblings::apart) return std::nullopt;
    const bool stands = twin->state != State::failed && twin->state != State::skipped;
    if (!stands && !is_kept({twin->state, twin->cause})) return std::nullopt;
    if (!still_resembles(store_, likeness(), *twin)) return std::nullopt;
    return Twin{twin->id, same_post_as(*twin) + ", edited here since"};
  }

  const Prepared& prepared() {
    if (arrival_.prepared) return *arrival_.prepared;
    if (!prepared_) prepared_ = arrival_.post ? prepare(*arrival_.post) : Prepared{};
    return *prepared_;
  }
  const core::Likeness& likeness() { return prepared().likeness; }

  // What can be known without its text.
  core::Likeness unread_likeness() const {
    if (!arrival_.raw || !arrival_.canonical_url) return {};
    return {core::comparable_address(*arrival_.canonical_url), {}, {}};
  }

  void outdo(core::PostId id, const std::vector<core::PostId>& outdone) {
    if (outdone.empty()) return;
    const std::string reason = same_post_as(find_record(store_, id).value()) + ", which came whole";
    for (const core::PostId other : outdone) {
      set_state(store_, other, State::skipped, Cause::duplicate, reason);
      set_twin(store_, other, id);
      store_.emit(core::to_string(State::skipped), reason, other, now_);
    }
  }

  Enqueued add() {
    const core::PostId id = next_id();
    const Wish wanted = careful(wish(id));
    insert(id, wanted);
    // What is kept unread comes by the thousand: its source tells of it in one event.
    if (!arrival_.raw) {
      store_.emit(core::to_string(wanted.standing.state), detail_of(wanted.reason, arrival_), id, now_);
    }
    outdo(id, wanted.outdone);
    if (wanted.is_duplicate()) return Duplicate{id, wanted.of()};
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
    const Keys keys = keys_of(arrival_.post ? likeness() : unread_likeness(), arrival_.account);
    const TextId text = add_text(store_, id, arrival_, prepared());
    const std::optional<std::int64_t> twin = wanted.twin ? std::optional(wanted.twin->id.value) : std::nullopt;
    store_.run(
        "INSERT INTO post (id, account, source, origin, digest, state, cause, reason, plan, position, not_before, "
        "ripe, text, created_at, address_key, title_key, text_key, twin, story) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
        "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        id.value, arrival_.account, arrival_.source, arrival_.origin, arrival_.digest,
        core::to_string(wanted.standing.state), to_string(wanted.standing.cause), wanted.reason,
        plan_of(store_, arrival_.source, arrival_.plan), first_position(id), to_column(not_before), ripe ? 1 : 0,
        text.value, to_column(now_), keys.address, keys.title, keys.text, twin, wanted.story);
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
    if (!as_before) return News::wish;
    return known.rules == arrival_.rules ? News::nothing : News::rules;
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
    set_newer(store_, id, newer, prepared());
    store_.emit("drifted", title_of(arrival_), id, now_);
    return Drifted{id};
  }

  Enqueued new_text(const Known& known) {
    const core::PostId id = known.record.id;
    replace_text(store_, id, arrival_, prepared());
    if (known.record.lane == Lane::scheduled && known.digest != arrival_.digest) {
      store_.run("UPDATE post SET not_before = ?2 WHERE id = ?1", id.value, to_column(not_before_of(arrival_)));
    }
    store_.run("UPDATE post SET account = ?2 WHERE id = ?1 AND account <> ?2", id.value, arrival_.account);
    // A person's hold stays; why the text can't go as it is should be seen before it is released.
    if (known.record.state == State::held && arrival_.state != State::queued) {
      set_state(store_, id, State::held, known.record.cause, arrival_.reason);
    } else if (known.standing() == Standing{State::held, Cause::person}) {
      set_state(store_, id, State::held, Cause::person, std::string(words_of_a_hold));
    }
    if (known.digest == arrival_.digest) return Unchanged{id};
    store_.emit("superseded", title_of(arrival_), id, now_);
    return Superseded{id};
  }

  Enqueued enter(Known& known) {
    const core::PostId id = known.record.id;
    const bool let_go = known.record.state == State::queued;
    Wish wanted = let_go ? wish_of_known(known) : careful(wish_of_known(known));
    const bool would_wait = wanted.standing.state == State::queued || wanted.standing.state == State::held;
    if (known.held_while_gone && would_wait)
      wanted = {{State::held, Cause::person}, "held before its file went away", std::nullopt, {}, {}};
    replace_text(store_, id, arrival_, prepared());
    store_.run("UPDATE post SET account = ?2 WHERE id = ?1", id.value, arrival_.account);
    known.record.account = arrival_.account;
    known.record.plan = arrival_.plan;
    // Held ones are put in line too: they keep their place for the day they are released.
    put_in_line(store_, known.record, place(known), wanted.standing.cause, wanted.reason, now_);
    if (wanted.standing.state != State::queued) {
      set_state(store_, id, wanted.standing.state, wanted.standing.cause, wanted.reason);
    }
    if (wanted.twin) set_twin(store_, id, wanted.twin->id);
    if (wanted.story) store_.run("UPDATE post SET story = ?2 WHERE id = ?1", id.value, wanted.story);
    const bool same_state = wanted.standing.state == known.record.state;
    store_.emit(same_state ? "superseded" : core::to_string(wanted.standing.state), detail_of(wanted.reason, arrival_),
                id, now_);
    outdo(id, wanted.outdone);
    if (wanted.is_duplicate()) return Duplicate{id, wanted.of()};
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
  std::optional<Prepared> prepared_;
};

}  // namespace

Prepared prepare(const core::Post& post) {
  return {core::likeness_of(post.title, post.canonical_url, post.body), core::encode(post.body)};
}

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
  replace_text(*impl_, id, arrival, arrival.post ? prepare(*arrival.post) : Prepared{});
  work.commit();
}

}  // namespace mediumsync::queue
