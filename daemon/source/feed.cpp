#include "source/feed.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "lib/crypto/digest.hpp"
#include "lib/log/log.hpp"
#include "parse/feed_discovery.hpp"
#include "schedule/backoff.hpp"
#include "schedule/poll_interval.hpp"
#include "source/feed_answers.hpp"
#include "source/intake.hpp"

namespace mediumsync::source {
namespace {

using namespace std::chrono_literals;

constexpr schedule::BackoffPolicy failure_backoff{1min, 6h};
// So many failures in a row at a place that a redirect (or a page) led to, and the configured one is asked again.
constexpr int patience_elsewhere = 3;
constexpr std::size_t most_named = 10;  // posts, in one sentence
const std::string kind_of_place = "feed ";

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
      rules_(digest_of(settings_.rules, std::nullopt)),
      timer_(world.loop, [this] {
        if (!busy_) enter_line(place_to_ask());
      }) {
  const core::TimePoint now = world_.clock();
  if (record_.url != settings_.url) forget_other_url();
  if (record_.rules != rules_) {  // what waits is to be understood anew
    record_.etag.reset();
    record_.last_modified.reset();
    if (record_.rules && record_.baselined_at) record_.next_check = now;
  }
  if (record_.gone) return;
  // A restart is no reason to ask again at once, and a changed `every` none to wait for the old one.
  const core::TimePoint latest = now + std::max(settings_.every, std::chrono::milliseconds(24h));
  const core::TimePoint planned = std::min(record_.next_check.value_or(now), latest);
  const bool overdue = record_.next_check && planned <= now;
  plan(overdue ? now + world_.pause_at_start() : std::max(planned, now));
}

View Feed::view() const {
  View view{.name = settings_.rules.source, .kind = Kind::feed};
  view.health = record_.failing ? Health::failing : Health::ok;
  view.reason = record_.failing ? record_.failing : left_behind_;
  view.items = world_.queue.items(settings_.rules.source);
  view.last_checked = record_.last_checked;
  view.next_check = record_.next_check;
  view.failures = record_.failures;
  if (usual_place() != settings_.url) view.url = usual_place();
  view.other_urls = record_.also_found;
  return view;
}

void Feed::poll(std::function<void()> on_done) {
  waiting_.push_back(std::move(on_done));
  if (!busy_) enter_line(place_to_ask());
}

Feed::~Feed() {
  world_.answers.forget(*this);
}

void Feed::stop() {
  timer_.stop();
  world_.answers.save();
  world_.answers.forget(*this);
  asking_.reset();
  place_ = {};
  for (const auto& on_done : std::exchange(waiting_, {})) on_done();
}

void Feed::plan(core::TimePoint next) {
  record_.next_check = next;
  timer_.start(std::max(next - world_.clock(), core::Duration(0)));
}

core::TimePoint Feed::next_by_rhythm() const {
  const schedule::PollRhythm rhythm{
      .every = settings_.every,
      .usual_gap = record_.usual_gap,
      .asked_pause = max_age_ ? std::max(*max_age_, record_.asked_pause.value_or(*max_age_)) : record_.asked_pause,
      .skip_hours = static_cast<schedule::HourSet>(record_.skip_hours),
      .skip_days = static_cast<schedule::DaySet>(record_.skip_days)};
  return schedule::next_poll(rhythm, world_.clock(), world_.jitter());
}

// Where a redirect or a page led.
const std::string& Feed::usual_place() const {
  if (record_.moved_to) return *record_.moved_to;
  return record_.found_at ? *record_.found_at : settings_.url;
}

// As long as that is any good.
const std::string& Feed::place_to_ask() const {
  const bool look_back = record_.failures >= patience_elsewhere && record_.failures % 2 == 1;
  return look_back ? settings_.url : usual_place();
}

// What another address taught says nothing about this one; the entries that are known stay known.
void Feed::forget_other_url() {
  queue::SourceRecord record{.name = record_.name, .url = settings_.url};
  // A folder by this name was no feed.
  if (record_.baselined_at && record_.baselined_place && record_.baselined_place->starts_with(kind_of_place)) {
    record.baselined_place = record_.baselined_place;
    record.baselined_at = record_.last_checked.value_or(*record_.baselined_at);
  }
  record_ = std::move(record);
}

Look Feed::look() const {
  if (!record_.baselined_at) return {Look::Kind::first, world_.clock()};
  const bool is_here = !record_.baselined_place || record_.baselined_place == kind_of_place + settings_.url;
  return {is_here ? Look::Kind::later : Look::Kind::elsewhere, *record_.baselined_at};
}

void Feed::forget_other_place() {
  place_changed_ = true;
  record_.moved_to.reset();
  record_.found_at.reset();
  record_.also_found.clear();
  record_.etag.reset();
  record_.last_modified.reset();
}

void Feed::enter_line(const std::string& place) {
  busy_ = true;
  timer_.stop();
  asked_ = place;
  place_ = world_.line.enter(asked_, [this] { ask(); });
}

void Feed::ask() {
  http::Request request;
  request.url = asked_;
  request.headers.emplace_back("Accept",
                               "application/atom+xml, application/rss+xml, application/feed+json, "
                               "application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1");
  conditional_ = asked_ == usual_place() && (record_.etag || record_.last_modified);
  if (conditional_ && record_.etag) request.headers.emplace_back("If-None-Match", *record_.etag);
  if (conditional_ && record_.last_modified) request.headers.emplace_back("If-Modified-Since", *record_.last_modified);
  request.timeout = settings_.timeout;
  request.max_body = settings_.max_body;
  request.addresses = settings_.addresses;
  request.redirects = http::Redirects::follow;
  asking_ = world_.http.start(std::move(request), [this](http::Result result) {
    asking_.reset();
    place_ = {};
    on_answer(std::move(result));
  });
}

void Feed::on_answer(http::Result result) {
  record_.last_checked = world_.clock();
  max_age_.reset();
  if (auto* response = std::get_if<http::Response>(&result)) return on_response(std::move(*response));
  failed(std::get<http::Failure>(result).message, std::nullopt);
  answered();
}

void Feed::on_response(http::Response response) {
  if (response.status == 200) return world_.answers.add(*this, std::move(response));
  if (response.status == 304 && conditional_) {
    moved(response);
    max_age_ = response.max_age();
    succeeded();
    world_.answers.save_soon(*this);
  } else if (response.status == 410) {
    gone();
  } else {
    if (response.status == 404 && record_.found_at == asked_) forget_other_place();
    failed("the server answered " + std::to_string(response.status), response.retry_after());
  }
  answered();
}

void Feed::take_in(const http::Response& response) {
  moved(response);
  max_age_ = response.max_age();
  // A server without validators says the same again and again.
  const bool validated = response.header("etag") || response.header("last-modified");
  std::string digest = validated ? std::string() : crypto::sha256_hex(response.body);
  if (!validated && digest == body_digest_ && !record_.failing) {
    succeeded();
  } else if (const auto feed = parse::feed(response.body, {response.header("content-type"), response.url}); !feed) {
    not_a_feed(feed.error(), response);
  } else {
    read(*feed, response);
    body_digest_ = std::move(digest);
  }
  save();
}

void Feed::read(const parse::Feed& feed, const http::Response& response) {
  const core::TimePoint now = world_.clock();
  const Look look = this->look();
  if (look.kind == Look::Kind::first && ends_in_the_middle(feed, response)) return;
  const FeedNews news = source::take_in(world_.queue, settings_, feed, look, now);
  if (look.kind != Look::Kind::later) record_.baselined_at = now;
  record_.baselined_place = kind_of_place + settings_.url;
  if (std::exchange(record_.rules, rules_) != rules_) tell_left_behind();
  record_.etag = validator(response.header("etag"));
  record_.last_modified = validator(response.header("last-modified"));
  std::vector<core::TimePoint> dates;
  for (const parse::FeedEntry& entry : feed.entries) {
    if (entry.published) dates.push_back(*entry.published);
  }
  record_.usual_gap = schedule::usual_gap(std::move(dates), now);
  heed(feed.etiquette);
  pages_wanted_ = news.pages > 0;
  succeeded();
  log::debug("feed read", {{"source", settings_.rules.source}, {"entries", news.entries}, {"new", news.fresh}});
}

void Feed::tell_left_behind() {
  left_behind_.reset();
  std::string posts;
  std::size_t left = 0;
  for (const std::string& origin : world_.queue.under_other_rules(settings_.rules.source, rules_)) {
    const auto post = world_.queue.find_origin(settings_.rules.source, origin);
    if (!post || (post->state != core::State::queued && post->state != core::State::held)) continue;
    if (++left <= most_named) posts += (posts.empty() ? "" : ", ") + std::to_string(post->id.value);
  }
  if (left == 0) return;
  left_behind_ = std::to_string(left) +
                 " posts that wait go with the settings of before, for their entries have left the feed, or they came "
                 "from their pages (" +
                 posts + (left > most_named ? ", …" : "") +
                 "): where that is wrong, mediumsyncctl skip ID and mediumsyncctl add URL";
  log::warn("settings not taken up", {{"source", settings_.rules.source}, {"reason", *left_behind_}});
}

// What is missing would be published as soon as it is there. One that ends so twice is what it is.
bool Feed::ends_in_the_middle(const parse::Feed& feed, const http::Response& response) {
  if (!feed.cut_off) return false;
  std::string digest = crypto::sha256_hex(response.body);
  if (cut_off_digest_ == digest) return false;
  cut_off_digest_ = std::move(digest);
  failed("the document ends in the middle, so that what is in the feed can't be told yet", std::nullopt);
  *record_.failing += "; it is looked at again at " + core::format_rfc3339(*record_.next_check);
  return true;
}

void Feed::heed(const parse::Etiquette& etiquette) {
  record_.asked_pause.reset();
  for (const auto& asked : {etiquette.ttl, etiquette.update_interval}) {
    if (asked) record_.asked_pause = std::max(record_.asked_pause.value_or(core::Duration(0)), core::Duration(*asked));
  }
  record_.skip_hours = static_cast<std::int64_t>(etiquette.skip_hours.to_ulong());
  record_.skip_days = static_cast<std::int64_t>(etiquette.skip_days.to_ulong());
  record_.hub = etiquette.hubs.empty() ? std::nullopt : std::optional(etiquette.hubs.front());
}

// A web page in the place of a feed: the feed that it names is asked instead, from now on.
void Feed::not_a_feed(const parse::ParseError& error, const http::Response& response) {
  const bool is_where_configured = asked_ == settings_.url;
  const auto feeds = is_where_configured
                         ? parse::feeds_of_page(response.body, {response.header("content-type"), response.url})
                         : std::vector<parse::FeedLink>();
  const auto named = std::ranges::find(feeds, parse::FeedLink::Sureness::named, &parse::FeedLink::sureness);
  if (named == feeds.end() || named->url == response.url) {
    std::string why = to_string(error);
    if (!feeds.empty()) {
      why +=
          "; it links to what may be one: " + core::printable(feeds.front().url) + " (put that into the configuration)";
    }
    return failed(why, std::nullopt);
  }
  forget_other_place();
  record_.found_at = named->url;
  std::string others;
  for (const parse::FeedLink& other : feeds) {
    if (other.url == named->url) continue;
    record_.also_found.push_back(other.url);
    others += (others.empty() ? "" : " ") + core::printable(other.url);
  }
  log::info("feed found", {{"source", settings_.rules.source},
                           {"page", core::printable(settings_.url)},
                           {"feed", core::printable(named->url)},
                           {"others", others}});
  ask_again_ = true;
}

void Feed::taken_in() {
  if (std::exchange(pages_wanted_, false)) world_.pages_wanted();
  if (std::exchange(ask_again_, false)) return enter_line(usual_place());
  answered();
}

void Feed::save() {
  world_.queue.save_source(record_);
  place_changed_ = false;
}

void Feed::save_checked() {
  if (place_changed_) return save();
  world_.queue.save_checked(record_);
}

// A chain of redirects that are for good is remembered once it has led to something.
void Feed::moved(const http::Response& response) {
  if (asked_ == settings_.url && !response.permanent_url && record_.moved_to) {
    log::info("feed is back", {{"source", settings_.rules.source}, {"at", core::printable(settings_.url)}});
    forget_other_place();
  }
  if (!response.permanent_url || *response.permanent_url == asked_ || record_.moved_to == response.permanent_url)
    return;
  log::info("feed moved", {{"source", settings_.rules.source}, {"to", core::printable(*response.permanent_url)}});
  record_.moved_to = response.permanent_url;
  place_changed_ = true;
}

void Feed::gone() {
  if (asked_ != settings_.url) {
    const std::string there = core::printable(asked_);
    forget_other_place();
    return failed(there + ", where the feed had moved, is gone for good (410)", std::nullopt);
  }
  record_.gone = true;
  record_.failing =
      "the feed is gone for good (410) and is not asked any more: take it out of the configuration, or "
      "give it its new url; mediumsyncctl poll " +
      settings_.rules.source + " asks once more";
  record_.next_check.reset();
  timer_.stop();
  log::warn("feed gone", {{"source", settings_.rules.source}, {"url", core::printable(settings_.url)}});
  save();
}

void Feed::succeeded() {
  if (record_.failing) log::info("feed works again", {{"source", settings_.rules.source}});
  record_.failing.reset();
  record_.failures = 0;
  record_.gone = false;
  plan(next_by_rhythm());
}

void Feed::failed(const std::string& why, std::optional<core::Duration> wait) {
  ++record_.failures;
  if (record_.failing != why) log::warn("feed failed", {{"source", settings_.rules.source}, {"reason", why}});
  record_.failing = why;
  const core::Duration backoff = schedule::backoff(failure_backoff, record_.failures, world_.jitter());
  plan(world_.clock() + std::max(backoff, wait.value_or(core::Duration(0))));
  world_.answers.save_soon(*this);
}

void Feed::answered() {
  busy_ = false;
  for (const auto& on_done : std::exchange(waiting_, {})) on_done();
}

}  // namespace mediumsync::source
