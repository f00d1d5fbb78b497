#include "publish/projection.hpp"

#include <algorithm>

namespace mediumsync::publish {
namespace {

// A group's posts that have no time yet, in queue order.
struct Line {
  const PlanGroup* group;
  std::vector<queue::Record> posts;
};

struct Candidate {
  core::TimePoint at;
  Line* line = nullptr;
  std::vector<queue::Record>::iterator post;
};

// What the publisher would take from this line next, and when.
std::optional<Candidate> next_of(Line& line, const schedule::History& history, core::TimePoint cursor) {
  std::optional<Candidate> best;
  for (auto post = line.posts.begin(); post != line.posts.end(); ++post) {
    if (post->lane != queue::Lane::personal) continue;
    const core::TimePoint at =
        schedule::earliest_unscheduled(history, std::max(cursor, post->not_before.value_or(cursor)));
    if (!best || at < best->at) best = Candidate{at, &line, post};
  }
  std::optional<core::TimePoint> ready;
  for (const queue::Record& post : line.posts) {
    if (post.lane != queue::Lane::scheduled) continue;
    const core::TimePoint from = std::max(cursor, post.not_before.value_or(cursor));
    ready = std::min(ready.value_or(from), from);
    if (*ready == cursor) break;
  }
  if (!ready) return best;
  const auto slot = schedule::next_slot(*line.group->plan, history, *ready);
  if (!slot || (best && best->at <= *slot)) return best;
  const auto first = std::ranges::find_if(line.posts, [&](const queue::Record& post) {
    return post.lane == queue::Lane::scheduled && post.not_before.value_or(*slot) <= *slot;
  });
  return Candidate{*slot, &line, first};
}

}  // namespace

std::map<core::PostId, core::TimePoint> project(queue::Queue& queue, const std::string& account,
                                                const std::vector<PlanGroup>& groups, schedule::History history,
                                                core::TimePoint from, std::size_t limit) {
  std::vector<Line> lines;
  for (const PlanGroup& group : groups) lines.push_back({&group, queue.waiting(account, group.plan_name, limit)});
  std::map<core::PostId, core::TimePoint> times;
  core::TimePoint cursor = from;
  while (times.size() < limit) {
    std::optional<Candidate> next;
    for (Line& line : lines) {
      const auto candidate = next_of(line, history, cursor);
      if (candidate && (!next || candidate->at < next->at)) next = candidate;
    }
    if (!next) break;
    times.emplace(next->post->id, next->at);
    history.sent.push_back(next->at);
    cursor = next->at;
    next->line->posts.erase(next->post);
  }
  return times;
}

}  // namespace mediumsync::publish
