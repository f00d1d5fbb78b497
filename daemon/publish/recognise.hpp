// Which story on Medium a post has become. Pure.
#pragma once

#include <vector>

#include "core/likeness.hpp"
#include "core/time.hpp"
#include "queue/known_story.hpp"

namespace mediumsync::publish {

// The span of time in which Medium has to have dated a story that came of an attempt.
struct Span {
  core::TimePoint from;
  core::TimePoint until;
};

// What is known of a story that may be there. `spans` is empty when its date says nothing: Medium's importer keeps that
// of the page, and an author takes the time that it takes.
struct Sought {
  core::Likeness likeness;
  core::Draft draft = core::Draft::no;
  std::vector<Span> spans;
};

// The stories that it can be: the same address in the "Originally published at" line, or the same title and words, made
// at the time. More than one means that it can't be told which.
std::vector<const queue::KnownStory*> recognise(const Sought& sought, const std::vector<queue::KnownStory>& stories);

}  // namespace mediumsync::publish
