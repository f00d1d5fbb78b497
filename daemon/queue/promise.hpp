// The slots that posts are given, to tell whether they went in them. Private to queue/.
#pragma once

#include "queue/store.hpp"

namespace mediumsync::queue {

// It goes now: by the slot that it was promised or, when it never waited for one, by this. One that a person wants at a
// time of his own has none.
void take_slot(Store& store, const Record& record, core::TimePoint now);

void forget_slot(Store& store, core::PostId id);

}  // namespace mediumsync::queue
