#include "queue/arrival_rule.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

Meeting meet_skipped(Cause why, News news, const Standing& arrival) {
  switch (why) {
    case Cause::person:
    case Cause::baseline:
      return Meeting::new_text;
    case Cause::author:
      return arrival.state == State::skipped && arrival.cause == Cause::author ? Meeting::new_text : Meeting::enter;
    case Cause::duplicate:
      return news == News::text ? Meeting::enter : Meeting::new_text;
    default:
      return Meeting::enter;
  }
}

}  // namespace

Meeting meet(const Standing& known, News news, const Standing& arrival) {
  const bool returns = known == Standing{State::skipped, Cause::gone};
  switch (known.state) {
    case State::publishing:
    case State::in_doubt:
    case State::handed_off:
    case State::published:
      return news == News::text ? Meeting::drift : Meeting::as_sent;
    case State::queued:
    case State::held:
    case State::failed:
    case State::skipped:
      break;
  }
  if (news == News::nothing && !returns) return Meeting::nothing;
  if (news == News::rules && !returns) return Meeting::new_text;
  // "It was there when the source was first seen" says nothing about a post that is known.
  if (arrival == Standing{State::skipped, Cause::baseline} && !returns) return Meeting::new_text;
  if (known.state == State::skipped) return meet_skipped(known.cause, news, arrival);
  if (known.state == State::held && !held_by_its_content(known)) return Meeting::new_text;
  return Meeting::enter;
}

bool held_by_its_content(const Standing& known) {
  return known.state == State::held && (known.cause == Cause::excerpt || known.cause == Cause::findings);
}

KeepsPlace keeps_place(const Standing& known) {
  const bool away = known == Standing{State::skipped, Cause::gone} || known == Standing{State::failed, Cause::invalid};
  const bool kept = known.state == State::queued || known.state == State::held || away;
  return kept ? KeepsPlace::yes : KeepsPlace::no;
}

}  // namespace mediumsync::queue
