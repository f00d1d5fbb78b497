// What the two ways out of the queue share: sending a post, and handing it to a person.
#pragma once

#include <optional>

#include "queue/line.hpp"

namespace mediumsync::queue {

// The first post of a line that may go now. A personal one goes whatever its plan.
std::optional<core::PostId> first_due(Store& store, const Line& line, Lane lane, core::TimePoint now);

// The number of a post's next attempt.
int next_attempt(Store& store, core::PostId id);

}  // namespace mediumsync::queue
