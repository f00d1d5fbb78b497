// Which posts' stories are to be looked for on Medium.
#pragma once

#include "queue/store.hpp"

namespace mediumsync::queue {

// From `first_look` on. What was wanted before about the post is forgotten; so it is, by a trigger, whenever the post
// leaves the state in which it was wanted.
void want_look(Store& store, core::PostId id, core::TimePoint since, core::TimePoint first_look);

// When the last attempt of a post reached Medium, if one did.
std::optional<core::TimePoint> last_sent(Store& store, core::PostId id);

}  // namespace mediumsync::queue
