// How posts go out: when they want to, what is claimed of them, and how an attempt ends.
#pragma once

#include <optional>
#include <string>

#include "core/post.hpp"
#include "queue/record.hpp"

namespace mediumsync::queue {

// A post that has been claimed: its row says `publishing` and an attempt is open.
struct Claim {
  core::AttemptId attempt;
  int number = 1;  // of this post's attempts
  Record record;
  core::Post post;
};

struct PublishedStory {
  std::optional<std::string> medium_id;
  std::optional<std::string> url;
  std::optional<std::string> note;  // e.g. that the answer was cut off
};

// What may be left out the next time because Medium refused it.
enum class Amendment { none, without_tags, without_published_at };

// Whether readers see the story, if there is one: it is looked for then.
enum class Visible { no, yes };

// How an attempt ends. `next` is queued (again, not before `not_before`), held, in_doubt, failed or published.
struct Settlement {
  core::State next = core::State::queued;
  Cause cause = Cause::none;
  std::string outcome;  // as AttemptRecord has it
  std::optional<std::string> detail;
  std::optional<std::string> reason;
  std::optional<core::TimePoint> not_before;
  Amendment amendment = Amendment::none;
  std::optional<PublishedStory> story;
  Visible visible = Visible::no;
};

// A post whose story is looked for on Medium: its state says why.
struct Unreconciled {
  Record record;
  core::TimePoint since;  // when it was sent, handed off or published
  int looks = 0;          // so far
  core::TimePoint next_look;
};

// When an account's posts want to go. The scheduled ones need a slot at or after `ready`.
struct Outlook {
  std::optional<core::TimePoint> personal;  // the earliest fixed time
  std::optional<core::TimePoint> ready;     // the earliest not_before of a scheduled post (the epoch: any time)
};

}  // namespace mediumsync::queue
