// What an account tells of itself: when its posts will go, and which of them it keeps from going.
#include <algorithm>

#include "publish/account.hpp"
#include "publish/projection.hpp"

namespace mediumsync::publish {
namespace {

using queue::AccountState;

// An account that can't publish for so long keeps its posts from a window, whatever its windows are.
constexpr core::Duration long_block = std::chrono::hours(24);

// So many of the posts that a standstill keeps are named.
constexpr std::size_t most_stranded = 3;

}  // namespace

std::optional<core::TimePoint> Account::next_due(core::TimePoint now) const {
  if (record_.state == AccountState::stopped || world_.queue.paused()) return std::nullopt;
  if (record_.state == AccountState::paused && !record_.until) return std::nullopt;
  if (hand_offs_full()) return std::nullopt;
  const std::optional<Due> due = earliest(std::max(now, record_.until.value_or(now)));
  if (!due) return std::nullopt;
  return due->at;
}

std::map<core::PostId, core::TimePoint> Account::projected(core::TimePoint now, std::size_t limit) const {
  if (!next_due(now)) return {};
  return project(world_.queue, settings_.name, groups(), {sent(now)}, std::max(now, record_.until.value_or(now)),
                 limit);
}

// A post's window came and went while the account could not publish.
bool Account::missed_window(core::TimePoint now) const {
  if (!record_.blocked_since) return false;
  if (*record_.blocked_since + long_block <= now) return true;
  for (const PlanGroup& group : groups()) {
    const queue::Outlook outlook = world_.queue.outlook(settings_.name, group.plan_name);
    if (!outlook.ready) continue;
    const schedule::History history{sent(now)};
    const auto slot = schedule::next_slot(*group.plan, history, std::max(*outlook.ready, *record_.blocked_since));
    const bool open = schedule::next_slot(*group.plan, {}, now) == now;
    if (slot && *slot < now && !open) return true;
  }
  return false;
}

// Its posts can't go in their windows, and a person may rather publish them by hand than wait.
bool Account::stands_still(core::TimePoint now) const {
  if (settings_.hand_offs) return false;
  if (record_.state == AccountState::stopped) return true;
  if (record_.state == AccountState::paused && record_.until && missed_window(now)) return true;
  return record_.state == AccountState::ready && schedule::quota({sent(now)}, now).frees_at;
}

std::vector<core::PostId> Account::stranded(core::TimePoint now) const {
  std::vector<core::PostId> posts;
  if (!stands_still(now)) return posts;
  for (const PlanGroup& group : groups()) {
    for (const queue::Record& post : world_.queue.waiting(settings_.name, group.plan_name, most_stranded)) {
      if (posts.size() < most_stranded && post.not_before.value_or(now) <= now) posts.push_back(post.id);
    }
  }
  return posts;
}

AccountView Account::view(core::TimePoint now) const {
  AccountView view{.name = settings_.name,
                   .means = means(),
                   .state = record_.state,
                   .reason = record_.reason,
                   .username = record_.username,
                   .publications = {},
                   .feed_problem = reconciler_.problem()};
  if (!view.reason && hand_offs_full()) {
    view.reason = "as many stories are handed off as `hand_offs_open` allows (" +
                  std::to_string(settings_.hand_offs->most_open) + "); the next one goes once one of them is done";
  }
  for (const medium::Publication& one : known_.publications.value_or(std::vector<medium::Publication>{})) {
    if (one.url) view.publications.push_back(*one.url);
  }
  view.stranded = stranded(now);
  view.quota = schedule::quota({sent(now)}, now);
  for (const auto& [post, due] : projected(now, 1)) {
    view.next_post = post;
    view.next_due = due;
  }
  return view;
}

}  // namespace mediumsync::publish
