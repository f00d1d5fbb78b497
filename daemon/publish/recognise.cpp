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

bool same(const Sought& sought, const queue::KnownStory& story) {
  core::Likeness likeness;
  if (story.canonical_url) likeness.address = core::comparable_address(*story.canonical_url);
  likeness.title = core::comparable_title(story.title);
  likeness.text = story.text;
  return core::same_post(sought.likeness, likeness).has_value();
}

}  // namespace

std::vector<const queue::KnownStory*> recognise(const Sought& sought, const std::vector<queue::KnownStory>& stories) {
  std::vector<const queue::KnownStory*> found;
  for (const queue::KnownStory& story : stories) {
    if (story.draft == sought.draft && in_time(sought, story) && same(sought, story)) found.push_back(&story);
  }
  return found;
}

}  // namespace mediumsync::publish
