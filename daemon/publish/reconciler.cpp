#include "publish/reconciler.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "lib/log/log.hpp"
#include "publish/account.hpp"
#include "publish/judge.hpp"
#include "publish/proof.hpp"
#include "schedule/backoff.hpp"

namespace mediumsync::publish {
namespace {

using core::State;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t max_sought = 100;  // of one account, in one look
constexpr schedule::BackoffPolicy between_looks{seconds(20), hours(1)};
constexpr schedule::BackoffPolicy feed_backoff{minutes(2), hours(6)};
constexpr core::Duration doubt_lasts = hours(24);
constexpr core::Duration hand_off_lasts = hours(24) * 30;

core::Duration patience(State state) {
  return state == State::handed_off ? hand_off_lasts : doubt_lasts;
}

}  // namespace

std::optional<core::TimePoint> Reconciler::consider(const Place& place, core::TimePoint now) {
  if (asking_ || !place.username) return std::nullopt;
  const std::vector<queue::Unreconciled> next = world_.queue.unreconciled(account_, 1);
  if (next.empty()) return std::nullopt;
  const core::TimePoint due = std::max(next.front().next_look, not_before_);
  if (due > now) return due;
  http::Request get;
  get.url = place.site + "/feed/@" + *place.username;
  get.headers.emplace_back("Accept", "application/rss+xml, application/xml;q=0.9, */*;q=0.1");
  get.timeout = place.limits.timeout;
  get.max_body = place.limits.max_body;
  get.redirects = http::Redirects::follow;
  asking_ = world_.web.start(std::move(get), [this, place](const http::Result& result) {
    asking_.reset();
    on_feed(place, result);
    world_.replan();
  });
  return std::nullopt;
}

void Reconciler::on_feed(const Place& place, const http::Result& result) {
  if (const auto* failure = std::get_if<http::Failure>(&result)) return put_off(failure->message, std::nullopt);
  const auto& response = std::get<http::Response>(result);
  if (response.status != 200) return put_off("it answered " + std::to_string(response.status), response.retry_after());
  const auto stories = world_.read_stories(response, account_);
  if (!stories) return put_off("what it answered is no feed", std::nullopt);
  failures_ = 0;
  problem_.reset();
  on_stories(place, *stories);
}

// Only the looking waits.
void Reconciler::put_off(const std::string& reason, std::optional<std::chrono::seconds> asked) {
  ++failures_;
  const core::Duration wait = schedule::backoff(feed_backoff, failures_, world_.jitter());
  not_before_ = world_.clock() + std::max<core::Duration>(wait, asked.value_or(seconds(0)));
  const std::string next = core::format_rfc3339(not_before_);
  log::warn("author's feed can't be read",
            {{"account", account_}, {"reason", core::printable(reason)}, {"next", next}});
  problem_ = "the author's feed can't be read: " + core::printable(reason) + "; it is tried again at " + next;
}

void Reconciler::on_stories(const Place& place, const std::vector<queue::KnownStory>& stories) {
  const core::TimePoint now = world_.clock();
  prove(world_.queue, account_, stories, "in the feed of @" + *place.username, now);
  for (const queue::Unreconciled& sought : world_.queue.unreconciled(account_, max_sought)) {
    const bool is_known = sought.record.state == State::published && sought.record.medium_id;
    const auto is_it = [&](const queue::KnownStory& story) { return story.id == sought.record.medium_id; };
    if (is_known && std::ranges::any_of(stories, is_it)) {
      world_.queue.looked(sought.record.id, sought.looks + 1, std::nullopt);
    } else if (is_known && sought.next_look <= now) {
      open_story(sought, place);
    } else if (sought.next_look <= now) {
      not_seen(sought, place);
    }
  }
}

void Reconciler::not_seen(const queue::Unreconciled& sought, const Place& place) {
  const core::TimePoint now = world_.clock();
  const core::PostId id = sought.record.id;
  const int looks = sought.looks + 1;
  const core::TimePoint end = sought.since + patience(sought.record.state);
  if (now < end) {
    world_.queue.looked(id, looks, std::min(end, now + schedule::backoff(between_looks, looks, world_.jitter())));
    return;
  }
  world_.queue.looked(id, looks, std::nullopt);
  if (sought.record.state != State::in_doubt) return;
  world_.queue.explain_doubt(id,
                             "it was looked for " + std::to_string(looks) + " times in the feed of @" +
                                 *place.username +
                                 " and is not in it, which proves nothing: a feed has the ten newest "
                                 "public stories. " +
                                 doubt_advice(id, sought.record.status),
                             now);
}

// A public story that its author's feed does not have: it may be an older one of ten, or not be there for readers.
void Reconciler::open_story(const queue::Unreconciled& sought, const Place& place) {
  const core::PostId id = sought.record.id;
  world_.queue.looked(id, sought.looks + 1, std::nullopt);
  if (!sought.record.url) return;
  http::Request get;
  get.url = *sought.record.url;
  // What Medium says that an address is, it need not be.
  if (!get.url.starts_with(place.site + "/")) get.addresses = place.limits.addresses;
  get.timeout = place.limits.timeout;
  get.max_body = place.limits.max_body;
  get.redirects = http::Redirects::follow;
  const auto opening = opening_.insert(opening_.end(), http::Transfer());
  *opening = world_.web.start(std::move(get), [this, opening, id, url = get.url](const http::Result& result) {
    const http::Transfer done = std::move(*opening);
    opening_.erase(opening);
    const auto* response = std::get_if<http::Response>(&result);
    // Anything else says more of the network, or of Cloudflare, than of the story.
    if (response == nullptr || (response->status != 404 && response->status != 410)) return;
    world_.queue.warn_of_story(
        id,
        {core::Severity::warning, "story-not-seen",
         "Medium said that the story is public, but it is neither in the author's feed nor at " + url +
             ": look at it while logged in; Medium may have held it back, or it was removed",
         std::nullopt},
        world_.clock());
  });
}

}  // namespace mediumsync::publish
