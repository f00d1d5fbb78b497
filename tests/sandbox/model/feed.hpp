#pragma once

#include <string>
#include <vector>

#include "sandbox/model/state.hpp"

namespace mediumsync::sandbox {

// The public items that a feed lists now: the ten newest, each only once the feed's lag has passed.
std::vector<const Story*> feed_items(const State& state, const std::vector<const Story*>& stories, Instant now);

// RSS 2.0 as at https://medium.com/feed/@user and /feed/publication.
std::string user_feed(const State& state, const User& user, Instant now);
std::string publication_feed(const State& state, const Publication& publication, Instant now);

}  // namespace mediumsync::sandbox
