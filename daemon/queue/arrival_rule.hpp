// What becomes of a known post when its source hands it over again. Pure and total.
#pragma once

#include "core/state.hpp"
#include "queue/record.hpp"

namespace mediumsync::queue {

// A state with its cause: what a post is in, and what an arrival asks for.
struct Standing {
  core::State state = core::State::queued;
  Cause cause = Cause::none;
  bool operator==(const Standing&) const = default;
};

// What an arrival brings that is not known.
enum class News {
  nothing,
  rules,  // the same text, but the configuration says something else of it
  wish,   // the same text, but its source asks for another state or account than the last time
  text
};

enum class Meeting {
  nothing,   // stays as it is
  enter,     // takes the arrival's text and the state that it asks for
  new_text,  // takes the arrival's text where it stands: a person's word, or the baseline, is stronger
  drift,     // was sent, or may have been: noted, nothing is sent
  as_sent    // was sent and is what was sent (again)
};

Meeting meet(const Standing& known, News news, const Standing& arrival);

// Held for what its text is: another text may go. Otherwise only a person lets it go.
bool held_by_its_content(const Standing& known);

// Whether it stays where it was among those that wait, be it that its file was gone or broken for a while; otherwise it
// goes to the end as a new post does.
enum class KeepsPlace { no, yes };
KeepsPlace keeps_place(const Standing& known);

}  // namespace mediumsync::queue
