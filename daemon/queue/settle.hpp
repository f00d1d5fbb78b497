#pragma once

#include "queue/store.hpp"

namespace mediumsync::queue {

// The post is on Medium. Writes no event.
void save_story(Store& store, core::PostId id, const PublishedStory& story, core::TimePoint published_at);

}  // namespace mediumsync::queue
