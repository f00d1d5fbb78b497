#include "queue/transition.hpp"

namespace mediumsync::queue {
namespace {

using core::State;

bool allowed(State state, Verb verb) {
  switch (verb) {
    case Verb::hold:
      return state == State::queued || state == State::held;
    case Verb::release:
      return state == State::held || state == State::skipped;
    case Verb::skip:
      return state == State::queued || state == State::held || state == State::failed || state == State::handed_off ||
             state == State::skipped;
    case Verb::retry:
      return state == State::failed || state == State::queued;
    case Verb::publish_now:
      return state == State::queued || state == State::held || state == State::failed || state == State::skipped;
    case Verb::move_to:
    case Verb::move:
      return state == State::queued;
    case Verb::resolve_published:
    case Verb::resolve_not_published:
      return state == State::in_doubt;
    case Verb::acknowledge_drift:
      return state == State::published || state == State::handed_off;
    case Verb::done:
      return state == State::handed_off || state == State::queued || state == State::held || state == State::failed ||
             state == State::in_doubt;
  }
  return false;
}

bool resolves(Verb verb) {
  return verb == Verb::resolve_published || verb == Verb::resolve_not_published;
}

// What to say about the state, and the verb that leads out of it.
std::string advice(const std::string& id, State state) {
  const std::string ctl = ": mediumsyncctl ";
  switch (state) {
    case State::queued:
      return "is queued and waits for its slot; to publish it now" + ctl + "publish " + id;
    case State::held:
      return "is held; release it first" + ctl + "release " + id;
    case State::publishing:
      return "is being sent at this moment; wait for the outcome" + ctl + "show " + id;
    case State::in_doubt:
      return "may be on Medium already; resolve it first" + ctl + "resolve " + id +
             " --published URL | --not-published";
    case State::handed_off:
      return "was handed off to be published by hand; say when that is done" + ctl + "done " + id + " URL";
    case State::published:
      return "is published already, and Medium's API can neither change nor remove a story" + ctl + "show " + id;
    case State::failed:
      return "has failed; to try it again" + ctl + "retry " + id;
    case State::skipped:
      return "is skipped; to queue it after all" + ctl + "release " + id;
  }
  return {};
}

}  // namespace

std::optional<std::string> objection(core::PostId id, State state, Verb verb) {
  if (allowed(state, verb)) return std::nullopt;
  const std::string number = std::to_string(id.value);
  std::string prefix;
  if (resolves(verb)) prefix = "is not in doubt, so there is nothing to resolve: it ";
  const bool waits =
      state == State::queued || state == State::held || state == State::failed || state == State::skipped;
  if (verb == Verb::acknowledge_drift && waits)
    prefix = "has not been sent, so a change of its file simply takes its place: it ";
  return "post " + number + " " + prefix + advice(number, state);
}

}  // namespace mediumsync::queue
