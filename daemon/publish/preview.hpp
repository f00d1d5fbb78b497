// A post of the queue for a person to look at: as the story it is or will be, and as what became of it since. Reads,
// sends nothing.
#pragma once

#include <optional>
#include <string>

#include "queue/queue.hpp"
#include "render/story_diff.hpp"

namespace mediumsync::publish {

// The reading page. std::nullopt: no such post, or it can't be read as one.
std::optional<std::string> reading_page(queue::Queue& queue, core::PostId id,
                                        const std::optional<core::TimePoint>& due);

// What was found while the post was read and what there is to say about it as a story.
core::Findings findings(queue::Queue& queue, core::PostId id);

// From the text that was sent to the one that its source has now. std::nullopt: it has not drifted, or one of the two
// can't be read.
std::optional<render::StoryDiff> drift(queue::Queue& queue, core::PostId id);

}  // namespace mediumsync::publish
