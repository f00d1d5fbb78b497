// What sources hand over to the queue, and what becomes of it there.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/likeness.hpp"
#include "core/post.hpp"
#include "queue/record.hpp"

namespace mediumsync::queue {

// What is kept of a post beside what it says of itself. It takes a while to find and needs nothing but the post, so
// that it can be done on another thread.
struct Prepared {
  core::Likeness likeness;
  std::string document;  // the body, as core::encode() writes it
};
Prepared prepare(const core::Post& post);

// Whether posts of one source are compared with each other: a feed may give one post two ids; of a folder's files each
// is its own, unless it is a copy.
enum class Siblings { apart, compared };

// What a source hands over: a post, or the reason why there is none.
struct Arrival {
  std::string source;  // core::added_by_a_person: each account has a post of its own
  std::string account;
  std::string origin;
  std::string digest;                       // over everything that would be sent: tells an edit from a touch
  std::string rules;                        // over what the configuration says of it: tells that it says something else
  std::optional<std::string> plan;          // the source's name when it has a schedule of its own
  std::optional<core::Post> post;           // absent: could not be read
  std::optional<Prepared> prepared;         // of the post; absent: the queue does it
  std::vector<core::Asset> assets;          // the post's local images
  core::State state = core::State::queued;  // queued, held, skipped or failed
  Cause cause = Cause::none;
  std::optional<std::string> reason;
  std::string title;                         // shown when there is no post
  std::optional<std::string> canonical_url;  // likewise
  std::optional<std::string> raw;            // in a post's place: what its source reads it from once somebody wants it
  Siblings siblings = Siblings::apart;
};

struct Added {  // a new row, in the state the arrival asked for
  core::PostId id;
};
struct Unchanged {  // known, and nothing about it is new
  core::PostId id;
};
struct Duplicate {  // the account has it already; the new row is `skipped` and says which it is
  core::PostId id;
  std::optional<core::PostId> of;  // absent: a story that was imported
};
struct Superseded {  // it waited (or had failed, or was the author's draft): the new text took its place
  core::PostId id;
};
struct Drifted {  // it was sent or may have been: noted, nothing is sent
  core::PostId id;
};
using Enqueued = std::variant<Added, Unchanged, Duplicate, Superseded, Drifted>;

}  // namespace mediumsync::queue
