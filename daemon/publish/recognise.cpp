#include "publish/recognise.hpp"

#include <algorithm>

namespace mediumsync::publish {
namespace {

bool in_time(const Sought& sought, const queue::KnownStory& story) {
  if (sought.spans.empty()) return true;
  // Drafts have no date.
  if (!story.published_at) return story.draft == core::Draft::yes;
  return std::ranges::any_of(sought.spans, [&](const Span& span) {
    return span.from <= *story.published_at && *story.published_at <= span.until;
  });
}

}  // namespace

std::vector<const queue::KnownStory*> recognise(const Sought& sought, const std::vector<queue::KnownStory>& stories) {
  std::vector<const queue::KnownStory*> found;
  for (const queue::KnownStory& story : stories) {
    if (story.draft == sought.draft && in_time(sought, story) &&
        core::same_post(sought.likeness, queue::likeness_of(story)))
      found.push_back(&story);
  }
  return found;
}

}  // namespace mediumsync::publish
