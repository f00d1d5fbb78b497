// Whether a post is on Medium already, as a story that was imported.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "queue/import.hpp"
#include "queue/known_story.hpp"
#include "queue/store.hpp"

namespace mediumsync::queue {

// A part of Queue::take_stories() within the transaction that is going on. `newest`: when the newest whole export of
// the account was made.
StoriesTaken take_in(Store& store, const std::vector<KnownStory>& stories, std::optional<Made> made,
                     std::optional<core::TimePoint> newest, core::TimePoint now);

// The story that a post is.
struct OnMedium {
  std::string id;
  std::string reason;  // names its address and says why
};

// `likeness` is that of the arrival's post.
std::optional<OnMedium> find_story(Store& store, const Arrival& arrival, const core::Likeness& likeness);

// The story that the arrival was before it was edited, as long as anything of it is left.
std::optional<OnMedium> still_that_story(Store& store, const Arrival& arrival, const core::Likeness& likeness,
                                         const std::string& story);

}  // namespace mediumsync::queue
