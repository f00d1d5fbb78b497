#include "publish/proof.hpp"

#include <algorithm>

#include "core/likeness.hpp"
#include "core/text.hpp"
#include "lib/log/log.hpp"
#include "publish/judge.hpp"
#include "publish/recognise.hpp"

namespace mediumsync::publish {
namespace {

using core::State;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t max_in_question = 200;  // of one account, at a time
// Clocks differ, and Medium takes its time.
constexpr core::Duration clocks_differ = minutes(5);
constexpr core::Duration late_story = minutes(30);

Sought sought_of(const queue::Unreconciled& question, const core::Post& post) {
  Sought sought{core::likeness_of(post.title, post.canonical_url, post.body), core::Draft::no, {}};
  if (question.record.state == State::handed_off) return sought;
  if (post.status == core::PublishStatus::draft) sought.draft = core::Draft::yes;
  sought.spans.push_back({question.since - clocks_differ, question.since + late_story});
  // Medium was told to date it back.
  if (post.published_at) sought.spans.push_back({*post.published_at - seconds(1), *post.published_at + seconds(1)});
  return sought;
}

std::string several(const std::vector<const queue::KnownStory*>& found) {
  return "there are " + std::to_string(found.size()) + " stories on Medium that it may be, such as " +
         found.front()->url + " and " + found.back()->url + ". ";
}

}  // namespace

std::vector<core::PostId> prove(queue::Queue& queue, const std::string& account,
                                const std::vector<queue::KnownStory>& stories, const std::string& where,
                                core::TimePoint now) {
  std::vector<core::PostId> proven;
  for (const queue::Unreconciled& question : queue.in_question(account, max_in_question)) {
    const core::PostId id = question.record.id;
    const std::optional<core::Post> post = queue.post(id);
    if (!post) continue;
    std::vector<const queue::KnownStory*> found = recognise(sought_of(question, *post), stories);
    std::erase_if(found, [&](const queue::KnownStory* story) { return queue.has_story(account, story->id); });
    if (found.empty()) continue;
    if (found.size() > 1) {
      queue.explain_doubt(id, several(found) + doubt_advice(id, post->status), now);
      continue;
    }
    const queue::KnownStory& story = *found.front();
    if (!queue.discovered(id, {story.id, story.url, std::nullopt}, "seen " + where, now)) continue;
    log::info("published", {{"post", id.value}, {"url", core::printable(story.url)}, {"seen", core::printable(where)}});
    proven.push_back(id);
  }
  return proven;
}

}  // namespace mediumsync::publish
