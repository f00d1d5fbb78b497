#include "source/feed.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "lib/crypto/digest.hpp"
#include "lib/log/log.hpp"
#include "schedule/backoff.hpp"
#include "source/local_images.hpp"

namespace mediumsync::source {
namespace {

using namespace std::chrono_literals;

constexpr schedule::BackoffPolicy failure_backoff{1min, 6h};
constexpr auto gone_interval = 24h;
// More new entries than this at once are no author's morning but a platform's move: they wait for a person's word.
constexpr std::size_t flood = 10;
constexpr std::size_t max_identity = 1024;

// Ids are written to the database and shown: an absurdly long one is kept by its digest.
std::string bounded(std::string identity) {
  identity = core::sanitise_utf8(identity);
  return identity.size() <= max_identity ? identity : "sha256:" + crypto::sha256_hex(identity);
}

// One validator as it may be sent back: a header's worth of visible characters.
std::optional<std::string> validator(const std::optional<std::string>& value) {
  constexpr std::size_t longest = 512;
  if (!value || value->empty() || value->size() > longest) return std::nullopt;
  const bool safe = std::ranges::all_of(*value, [](char c) { return c >= ' ' && c != '\x7f'; });
  return safe ? value : std::nullopt;
}

}  // namespace

Feed::Feed(World& world, FeedSettings settings)
    : world_(world),
      settings_(std::move(settings)),
      record_(world.queue.source(settings_.rules.source).value_or(queue::SourceRecord{.name = settings_.rules.source})),
      timer_(world.loop, [this] { ask(); }) {
  const core::TimePoint now = world_.clock();
  if (record_.url != settings_.url) {
    // What another address taught (validators, a move, a failure) says nothing about this one; the entries that are
    // known stay known.
    record_.etag.reset();
    record_.last_modified.reset();
    record_.moved_to.reset();
    record_.failing.reset();
    record_.failures = 0;
    record_.next_check.reset();
    record_.url = settings_.url;
  }
  // A restart is no reason to ask again at once, and a changed `every` none to wait for the old one.
  const core::TimePoint planned = std::min(record_.next_check.value_or(now), now + settings_.every);
  plan(std::max(planned, now));
}

View Feed::view() const {
  View view{.name = settings_.rules.source, .kind = Kind::feed};
  view.health = record_.failing ? Health::failing : Health::ok;
  view.reason = record_.failing;
  view.items = world_.queue.items(settings_.rules.source);
  view.last_checked = record_.last_checked;
  view.next_check = record_.next_check;
  return view;
}

void Feed::poll(std::function<void()> on_done) {
  waiting_.push_back(std::move(on_done));
  if (!asking_) ask();
}

void Feed::stop() {
  timer_.stop();
  asking_.reset();
  for (const auto& on_done : std::exchange(waiting_, {})) on_done();
}

void Feed::plan(core::TimePoint next) {
  record_.next_check = next;
  timer_.start(std::max(next - world_.clock(), core::Duration(0)));
}

void Feed::ask() {
  timer_.stop();
  http::Request request;
  request.url = record_.moved_to.value_or(settings_.url);
  request.headers.emplace_back(
      "Accept", "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1");
  if (record_.etag) request.headers.emplace_back("If-None-Match", *record_.etag);
  if (record_.last_modified) request.headers.emplace_back("If-Modified-Since", *record_.last_modified);
  request.timeout = settings_.timeout;
  request.max_body = settings_.max_body;
  request.addresses = settings_.addresses;
  request.redirects = http::Redirects::follow;
  asking_ = world_.http.start(std::move(request), [this](const http::Result& result) {
    asking_.reset();
    record_.last_checked = world_.clock();
    on_answer(result);
    for (const auto& on_done : std::exchange(waiting_, {})) on_done();
  });
}

void Feed::on_answer(const http::Result& result) {
  if (const auto* failure = std::get_if<http::Failure>(&result)) {
    failed(failure->message, std::nullopt);
  } else {
    on_response(std::get<http::Response>(result));
  }
}

void Feed::on_response(const http::Response& response) {
  if (response.permanent_url && *response.permanent_url != settings_.url &&
      record_.moved_to != response.permanent_url) {
    log::info("feed moved", {{"source", settings_.rules.source}, {"to", core::printable(*response.permanent_url)}});
    record_.moved_to = response.permanent_url;
  }
  if (response.status == 200) {
    take_in(response);
  } else if (response.status == 304 && (record_.etag || record_.last_modified)) {
    succeeded();
  } else if (response.status == 410) {
    failed("the feed is gone for good (410); take it out of the configuration", gone_interval);
  } else {
    failed("the server answered " + std::to_string(response.status), response.retry_after());
  }
}

void Feed::take_in(const http::Response& response) {
  const auto feed = parse::feed(response.body, {response.header("content-type"), response.url});
  if (!feed) {
    failed(to_string(feed.error()), std::nullopt);
    return;
  }
  const core::TimePoint now = world_.clock();
  const bool first_look = !record_.baselined_at;
  const std::string& source = settings_.rules.source;
  std::vector<std::pair<std::string, const parse::FeedEntry*>> entries;
  std::size_t fresh = 0;
  for (const parse::FeedEntry& entry : feed->entries) {
    const auto identity = entry.identity();
    if (!identity) continue;
    entries.emplace_back(bounded(*identity), &entry);
    if (!world_.queue.knows(source, entries.back().first)) ++fresh;
  }
  // Feeds are newest first; those without dates keep that order, so that the oldest goes first.
  std::ranges::reverse(entries);
  std::ranges::stable_sort(entries, {},
                           [](const auto& entry) { return entry.second->published.value_or(core::TimePoint{}); });
  queue::Queue::Batch batch(world_.queue);
  for (const auto& [identity, entry] : entries) {
    queue::Arrival arrival = read(*entry, *feed, identity, now);
    if (!first_look && fresh > flood && arrival.state == core::State::queued && !world_.queue.knows(source, identity)) {
      arrival.state = core::State::held;
      arrival.cause = queue::Cause::flood;
      arrival.reason = std::to_string(fresh) +
                       " new entries came at once, as when a site moves; mediumsyncctl release lets this one go";
    }
    world_.queue.enqueue(arrival, now);
  }
  record_.etag = validator(response.header("etag"));
  record_.last_modified = validator(response.header("last-modified"));
  if (first_look) record_.baselined_at = now;
  succeeded();
  batch.commit();
  log::debug("feed read", {{"source", source}, {"entries", entries.size()}, {"new", fresh}});
}

queue::Arrival Feed::read(const parse::FeedEntry& entry, const parse::Feed& feed, const std::string& identity,
                          core::TimePoint now) const {
  Intake in = intake(identity, entry);
  core::Item item = parse::item(entry, feed);
  std::vector<core::Asset> images = adopt(item, collect_added(std::move(item.body), {}));
  if (item.excerpt == core::Excerpt::yes && settings_.excerpts != Excerpts::publish &&
      in.state == core::State::queued) {
    in.state = core::State::held;
    in.cause = queue::Cause::excerpt;
    in.reason = "the feed carries only a teaser of it; mediumsyncctl release sends just that";
  }
  return arrive(in, std::move(item), std::move(images), Dates::ignored, now);
}

Intake Feed::intake(const std::string& identity, const parse::FeedEntry& entry) const {
  Intake in{.origin = identity,
            .fallback_title = entry.link.value_or(identity),
            .rules = settings_.rules,
            .plan = settings_.plan};
  if (!record_.baselined_at && settings_.existing == Existing::ignore) {
    in.state = core::State::skipped;
    in.cause = queue::Cause::baseline;
    in.reason = "was in the feed when it was first seen; mediumsyncctl release publishes it all the same";
  }
  return in;
}

void Feed::succeeded() {
  if (record_.failing) log::info("feed works again", {{"source", settings_.rules.source}});
  record_.failing.reset();
  record_.failures = 0;
  // A tenth either way, so that feeds that were started together do not stay together.
  const auto spread = std::chrono::duration_cast<core::Duration>(settings_.every * (0.9 + 0.2 * world_.jitter()));
  plan(world_.clock() + spread);
  world_.queue.save_source(record_);
}

void Feed::failed(const std::string& why, std::optional<core::Duration> wait) {
  ++record_.failures;
  if (record_.failing != why) log::warn("feed failed", {{"source", settings_.rules.source}, {"reason", why}});
  record_.failing = why;
  const core::Duration backoff = schedule::backoff(failure_backoff, record_.failures, world_.jitter());
  plan(world_.clock() + std::max(backoff, wait.value_or(core::Duration(0))));
  world_.queue.save_source(record_);
}

}  // namespace mediumsync::source
