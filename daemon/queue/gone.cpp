// What becomes of a post, and of those that were skipped because of it, when its file is gone.
#include "queue/arrival_rule.hpp"
#include "queue/kin.hpp"
#include "queue/line.hpp"
#include "queue/row.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

struct Duplicate {
  core::PostId id;
  bool same_file = false;  // the very same text, so that it may be the file itself, moved
};

std::vector<Duplicate> duplicates_of(Store& store, core::PostId id) {
  std::vector<Duplicate> duplicates;
  Rows rows = store.query(
      "SELECT id, digest = (SELECT digest FROM post WHERE id = ?1) FROM post WHERE twin = ?1 AND twin IS NOT NULL AND "
      "state = 'skipped' AND cause = 'duplicate' ORDER BY id",
      id.value);
  while (rows.next()) duplicates.push_back({{rows.get<std::int64_t>(0)}, rows.get<std::int64_t>(1) != 0});
  return duplicates;
}

// A file that was moved from one folder to another is there twice for a while: the one that is left takes the place.
// Others (a feed's entry) stay skipped, for a person who deleted the file may have meant the post.
class Succession {
 public:
  Succession(Store& store, const Record& gone, core::TimePoint now) : store_(store), gone_(gone), now_(now) {}

  void operator()() {
    std::optional<core::PostId> heir;
    for (const Duplicate& one : duplicates_of(store_, gone_.id)) {
      if (one.same_file && !heir) {
        heir = one.id;
        inherit(find_record(store_, one.id).value());
      } else if (heir) {
        explain(one.id, same_post_as(find_record(store_, *heir).value()), *heir);
      } else {
        explain(one.id,
                same_post_as(gone_) + ", whose file has been deleted since; mediumsyncctl release " +
                    std::to_string(one.id.value) + " publishes this one",
                gone_.id);
      }
    }
  }

 private:
  void inherit(const Record& heir) {
    put_in_line(store_, heir, {gone_.lane, gone_.not_before, position_of(store_, gone_.id)}, Cause::none, std::nullopt,
                now_);
    if (gone_.state == State::held) set_state(store_, heir.id, State::held, gone_.cause, gone_.reason);
    store_.emit(core::to_string(gone_.state == State::held ? State::held : State::queued),
                "takes the place of post " + std::to_string(gone_.id.value) + ", whose file is gone", heir.id, now_);
  }

  void explain(core::PostId id, const std::string& reason, core::PostId twin) {
    set_state(store_, id, State::skipped, Cause::duplicate, reason);
    set_twin(store_, id, twin);
    store_.emit(core::to_string(State::skipped), reason, id, now_);
  }

  Store& store_;
  const Record& gone_;
  core::TimePoint now_;
};

}  // namespace

bool Queue::source_item_gone(std::string_view source, std::string_view origin, core::TimePoint now,
                             const std::string& reason) {
  Work work(*impl_);
  const std::optional<Record> known = find_origin(source, origin);
  if (!known) return false;
  const State state = known->state;
  if (state != State::queued && state != State::held && state != State::failed) return false;
  const bool held_by_a_person = state == State::held && !held_by_its_content({state, known->cause});
  const core::PostId id = known->id;
  set_state(*impl_, id, State::skipped, Cause::gone, reason);
  impl_->run("UPDATE post SET held_while_gone = ?2 WHERE id = ?1", id.value, held_by_a_person ? 1 : 0);
  impl_->emit(core::to_string(State::skipped), reason, id, now);
  if (state != State::failed) Succession(*impl_, *known, now)();
  work.commit();
  return true;
}

}  // namespace mediumsync::queue
