#include "source/articles.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "lib/log/log.hpp"
#include "schedule/backoff.hpp"
#include "source/feed_entries.hpp"
#include "source/feed_items.hpp"
#include "source/raw_entry.hpp"

namespace mediumsync::source {
namespace {

using namespace std::chrono_literals;

constexpr schedule::BackoffPolicy page_backoff{2min, 2h};
constexpr int most_attempts = 6;
constexpr std::size_t at_once = 4;
// More than can be under way, so that those of feeds that are not configured do not hide the others.
constexpr std::size_t looked_at = 200;

bool passes_by_itself(http::Cause cause) {
  switch (cause) {
    case http::Cause::resolve:
    case http::Cause::connect:
    case http::Cause::tls:
    case http::Cause::timeout:
    case http::Cause::connection_lost:
      return true;
    default:
      return false;
  }
}

bool passes_by_itself(int status) {
  return status == 408 || status == 425 || status == 429 || status >= 500;
}

}  // namespace

Articles::Articles(World& world, Settings settings)
    : world_(world), settings_(std::move(settings)), timer_(world.loop, [this] { wake(); }) {}

void Articles::stop() {
  timer_.stop();
  under_way_.clear();
}

void Articles::wake() {
  timer_.stop();
  const core::TimePoint now = world_.clock();
  for (queue::ArticleRecord& wanted : world_.queue.articles_wanted(looked_at)) {
    if (under_way_.size() >= at_once) return;  // the end of one wakes this again
    const auto same = [&](const Fetch& fetch) { return fetch.wanted.post == wanted.post; };
    const FeedSettings* settings = settings_(wanted.source);
    if (settings == nullptr || settings->excerpts != Excerpts::fetch || std::ranges::any_of(under_way_, same)) continue;
    if (*wanted.next_try > now) return timer_.start(*wanted.next_try - now);
    begin(std::move(wanted));
  }
}

void Articles::begin(queue::ArticleRecord wanted) {
  const std::optional<std::string> url = page_of(unpack(wanted.entry).entry);
  if (!url) return give_up(std::move(wanted), "the entry has no link to its page");
  const Under fetch = under_way_.emplace(under_way_.end());
  fetch->wanted = std::move(wanted);
  fetch->url = *url;
  fetch->place = world_.line.enter(*url, [this, fetch] {
    http::Request request;
    const FeedSettings* settings = settings_(fetch->wanted.source);
    request.url = fetch->url;
    request.headers.emplace_back("Accept", "text/html, application/xhtml+xml;q=0.9, */*;q=0.1");
    if (settings != nullptr) {
      request.timeout = settings->timeout;
      request.max_body = settings->max_body;
      request.addresses = settings->addresses;
    } else {
      request.addresses = http::Addresses::public_only;
    }
    request.redirects = http::Redirects::follow;
    fetch->transfer =
        world_.http.start(std::move(request), [this, fetch](const http::Result& result) { on_answer(fetch, result); });
  });
}

void Articles::on_answer(Under under, const http::Result& result) {
  queue::ArticleRecord wanted = std::move(under->wanted);
  const std::string page = core::printable(under->url);
  under_way_.erase(under);
  if (const FeedSettings* settings = settings_(wanted.source)) {
    if (const auto* failure = std::get_if<http::Failure>(&result)) {
      const std::string why = page + ": " + failure->message;
      passes_by_itself(failure->cause) ? try_again(std::move(wanted), why, std::nullopt)
                                       : give_up(std::move(wanted), why);
    } else if (const auto& response = std::get<http::Response>(result); response.status == 200) {
      take(wanted, *settings, response);
    } else {
      const std::string why = page + " answered " + std::to_string(response.status);
      passes_by_itself(response.status) ? try_again(std::move(wanted), why, response.retry_after())
                                        : give_up(std::move(wanted), why);
    }
  }
  wake();
}

void Articles::take(const queue::ArticleRecord& wanted, const FeedSettings& settings, const http::Response& response) {
  const core::TimePoint now = world_.clock();
  const std::optional<queue::Record> post = world_.queue.find(wanted.post);
  queue::ArticleRecord settled = wanted;
  settled.attempts = 0;
  settled.next_try.reset();
  const bool waits = post && post->state == core::State::held && post->cause == queue::Cause::excerpt;
  // A person has decided about the teaser meanwhile.
  if (!post || (!wanted.taken && !waits)) return world_.queue.save_article(settled);
  auto arrival = read_page(settings, unpack(wanted.entry), response, post->origin, now);
  if (!arrival) return give_up(settled, core::printable(response.url) + ", since " + arrival.error());
  queue::Queue::Batch batch(world_.queue);
  world_.queue.enqueue(*arrival, now);
  settled.taken = true;
  world_.queue.save_article(settled);
  batch.commit();
  log::info("article taken", {{"post", wanted.post.value}, {"url", core::printable(response.url)}});
}

void Articles::try_again(queue::ArticleRecord wanted, const std::string& why, std::optional<core::Duration> wait) {
  if (++wanted.attempts >= most_attempts) return give_up(std::move(wanted), why);
  const core::TimePoint now = world_.clock();
  const core::Duration backoff = schedule::backoff(page_backoff, wanted.attempts, world_.jitter());
  wanted.next_try = now + std::max(backoff, wait.value_or(core::Duration(0)));
  queue::Queue::Batch batch(world_.queue);
  world_.queue.explain_teaser(wanted.post,
                              "the feed carries only a teaser of it, and its page can't be had yet (" + why +
                                  "); it is tried again at " + core::format_rfc3339(*wanted.next_try) +
                                  "; mediumsyncctl release sends just the teaser",
                              now);
  world_.queue.save_article(wanted);
  batch.commit();
}

void Articles::give_up(queue::ArticleRecord wanted, const std::string& why) {
  wanted.next_try.reset();
  queue::Queue::Batch batch(world_.queue);
  world_.queue.explain_teaser(
      wanted.post,
      "the feed carries only a teaser of it, and the article could not be taken from its page: " + why +
          "; mediumsyncctl release sends just the teaser, mediumsyncctl add URL takes a page",
      world_.clock());
  world_.queue.save_article(wanted);
  batch.commit();
  log::warn("article not taken", {{"post", wanted.post.value}, {"reason", why}});
}

}  // namespace mediumsync::source
