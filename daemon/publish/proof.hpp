// Stories that were seen on Medium prove what became of posts.
#pragma once

#include <string>
#include <vector>

#include "queue/queue.hpp"

namespace mediumsync::publish {

// The posts of the account that are in doubt, were handed off, or were published at an address that nobody told, and
// that are among the stories, are published from now on. Drafts prove drafts. `where` says to people where the stories
// were seen ("in the feed of @jane"). Of a post that may be more than one of them, people are told.
std::vector<core::PostId> prove(queue::Queue& queue, const std::string& account,
                                const std::vector<queue::KnownStory>& stories, const std::string& where,
                                core::TimePoint now);

}  // namespace mediumsync::publish
