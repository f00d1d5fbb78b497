#include "source/feed_entries.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "core/url.hpp"
#include "lib/crypto/digest.hpp"
#include "lib/log/log.hpp"
#include "parse/page_article.hpp"
#include "source/intake.hpp"
#include "source/other_ids.hpp"
#include "source/raw_entry.hpp"

namespace mediumsync::source {
namespace {

using queue::Queue;

// More new entries than this at once are no author's morning: they wait for a person's word.
constexpr std::size_t flood = 10;
constexpr std::size_t max_identity = 1024;
constexpr std::string_view baseline_reason =
    "was in the feed when it was first seen; mediumsyncctl release publishes it all the same";

// Ids are written to the database and shown: an absurdly long one is kept by its digest.
std::string bounded(std::string identity) {
  identity = core::sanitise_utf8(identity);
  return identity.size() <= max_identity ? identity : "sha256:" + crypto::sha256_hex(identity);
}

// One document on its way into the queue. Lives for one call of take_in().
class Intaking {
 public:
  Intaking(Queue& queue, const FeedSettings& settings, const parse::Feed& feed, Look look, core::TimePoint now)
      : queue_(queue),
        settings_(settings),
        feed_(feed),
        look_(look),
        now_(now),
        nothing_known_(look == Look::first && queue.items(settings.rules.source) == 0) {}

  FeedNews operator()() {
    identify();
    if (!nothing_known_) recognise();
    in_order_of_publishing();
    for (const FeedItem& item : items_) enqueue(item);
    tell();
    return {items_.size(), fresh_, renamed_.size(), pages_};
  }

 private:
  const std::string& source() const { return settings_.rules.source; }

  void identify() {
    std::map<std::string, std::vector<std::size_t>> by_id;
    for (const parse::FeedEntry& entry : feed_.entries) {
      auto identity = entry.identity();
      if (!identity) continue;
      items_.push_back({bounded(std::move(*identity)), &entry, std::nullopt});
      by_id[items_.back().identity].push_back(items_.size() - 1);
    }
    std::set<std::size_t> repeated;
    for (const auto& [id, places] : by_id) {
      if (places.size() > 1) tell_apart(id, places, repeated);
    }
    for (auto place = repeated.rbegin(); place != repeated.rend(); ++place)
      items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(*place));
  }

  // Where a feed gives one id to several entries, their links tell them apart; one keeps the id alone: the entry that
  // had it first, as far as that is known. The same link twice is the same entry twice, of which the first counts.
  void tell_apart(const std::string& id, const std::vector<std::size_t>& places, std::set<std::size_t>& repeated) {
    std::vector<std::size_t> different;
    std::set<std::string> links;
    for (const std::size_t place : places) {
      const bool is_new = links.insert(items_[place].entry->link.value_or("")).second;
      if (is_new) {
        different.push_back(place);
      } else {
        repeated.insert(place);
      }
    }
    if (different.size() == 1) return;
    const auto owner = nothing_known_ ? std::nullopt : queue_.known_item(source(), id);
    std::optional<std::size_t> keeps = owner ? std::nullopt : std::optional(different.back());
    for (const std::size_t place : different) {
      if (owner && owner->canonical_url && page_of(*items_[place].entry) == owner->canonical_url) keeps = place;
    }
    for (const std::size_t place : different) {
      if (place != keeps) items_[place].identity = with_link(items_[place]);
    }
  }

  static std::string with_link(const FeedItem& item) {
    return bounded(item.identity + "\n" + item.entry->link.value_or(""));
  }

  // Which are known, by whatever id.
  void recognise() {
    for (FeedItem& item : items_) {
      // Told apart from others that have left the feed since?
      item.known = queue_.known_item(source(), with_link(item));
      if (!item.known) item.known = queue_.known_item(source(), item.identity);
      if (!item.known) {
        if (const auto origin = queue_.origin_of(source(), item.identity))
          item.known = queue_.known_item(source(), *origin);
      }
      if (item.known) item.identity = item.known->origin;
    }
    renamed_ = other_ids(items_, [&] { return queue_.known_items(source(), most_compared); });
    for (const OtherId& renamed : renamed_) {
      FeedItem& item = items_[renamed.item];
      queue_.remember_other_id(source(), item.identity, renamed.origin);
      item.known = queue_.known_item(source(), renamed.origin);
      item.identity = renamed.origin;
    }
    fresh_ = static_cast<std::size_t>(
        std::ranges::count_if(items_, [](const FeedItem& item) { return !item.known.has_value(); }));
  }

  // Feeds are newest first; those without dates keep that order, so that the oldest goes first.
  void in_order_of_publishing() {
    std::ranges::reverse(items_);
    std::ranges::stable_sort(items_, {},
                             [](const FeedItem& item) { return item.entry->published.value_or(core::TimePoint{}); });
  }

  void enqueue(const FeedItem& item) {
    if (item.known ? item.known->kept == queue::KnownItem::Kept::raw : is_baseline()) {
      queue_.enqueue(unread(item), now_);
      return;
    }
    core::Item content = parse::item(*item.entry, feed_);
    const bool teaser = content.excerpt == core::Excerpt::yes;
    if (teaser && settings_.excerpts == Excerpts::fetch) return enqueue_teaser(item, std::move(content));
    std::optional<std::string> held;
    if (teaser && settings_.excerpts == Excerpts::hold)
      held = "the feed carries only a teaser of it; mediumsyncctl release sends just that";
    queue::Arrival arrival = read(item, std::move(content), held);
    if (!item.known) hold_surprise(arrival);
    queue_.enqueue(arrival, now_);
  }

  // Its page has the text. What was fetched stays until the entry changes.
  void enqueue_teaser(const FeedItem& item, core::Item content) {
    RawEntry raw = pack(*item.entry, feed_);
    if (item.known) {
      const auto article = queue_.article(item.known->post);
      if (article && article->digest == raw.digest) return;
      if (article && article->taken) return want(item.known->post, std::move(raw), Taken::yes);
    }
    queue::Arrival arrival = read(item, std::move(content), std::string(teaser_reason));
    if (!item.known) hold_surprise(arrival);
    const core::PostId id = std::visit([](const auto& outcome) { return outcome.id; }, queue_.enqueue(arrival, now_));
    const auto post = queue_.find(id);
    if (post && post->state == core::State::held && post->cause == queue::Cause::excerpt)
      want(id, std::move(raw), Taken::no);
  }

  enum class Taken { no, yes };
  void want(core::PostId post, RawEntry raw, Taken taken) {
    ++pages_;
    queue_.save_article({.post = post,
                         .source = source(),
                         .entry = std::move(raw.bytes),
                         .digest = std::move(raw.digest),
                         .taken = taken == Taken::yes,
                         .next_try = now_});
  }

  bool is_baseline() const { return look_ == Look::first && settings_.existing == Existing::ignore; }

  queue::Arrival unread(const FeedItem& item) const {
    RawEntry raw = pack(*item.entry, feed_);
    const std::string& title = item.entry->title ? *item.entry->title : item.entry->link.value_or(item.identity);
    return {.source = source(),
            .account = settings_.rules.account,
            .origin = item.identity,
            .digest = std::move(raw.digest),
            .plan = settings_.plan,
            .state = core::State::skipped,
            .cause = queue::Cause::baseline,
            .reason = std::string(baseline_reason),
            .title = core::collapse_space(title),
            .canonical_url = page_of(*item.entry),
            .raw = std::move(raw.bytes)};
  }

  queue::Arrival read(const FeedItem& item, core::Item content, const std::optional<std::string>& teaser) const {
    Intake in{.origin = item.identity,
              .fallback_title = item.entry->link.value_or(item.identity),
              .rules = settings_.rules,
              .plan = settings_.plan};
    if (teaser) {
      in.state = core::State::held;
      in.cause = queue::Cause::excerpt;
      in.reason = teaser;
    }
    return arrive_alone(in, std::move(content), now_);
  }

  void hold_surprise(queue::Arrival& arrival) const {
    const bool would_go = arrival.state == core::State::queued || arrival.cause == queue::Cause::excerpt;
    if (look_ == Look::first || !would_go) return;
    if (!renamed_.empty() && renamed_.size() >= fresh_) {
      hold(arrival, "the feed has given new ids to " + std::to_string(renamed_.size()) +
                        " entries that are known, as when a site moves to another platform, and this one is not among "
                        "those; mediumsyncctl release lets it go");
    } else if (fresh_ > flood) {
      hold(arrival, std::to_string(fresh_) +
                        " new entries came at once, as when a site moves; mediumsyncctl release lets this one go");
    }
  }

  static void hold(queue::Arrival& arrival, std::string reason) {
    arrival.state = core::State::held;
    arrival.cause = queue::Cause::flood;
    arrival.reason = std::move(reason);
  }

  void tell() {
    if (is_baseline() && !items_.empty()) {
      queue_.note("baseline",
                  std::to_string(items_.size()) + " entries of " + source() + " were there when it was first seen",
                  std::nullopt, now_);
    }
    if (renamed_.empty()) return;
    queue_.note("ids-changed",
                source() + ": " + std::to_string(renamed_.size()) +
                    " entries came under new ids and are the posts they were, nothing is published again",
                std::nullopt, now_);
    log::warn("feed changed ids", {{"source", source()}, {"known", renamed_.size()}, {"new", fresh_}});
  }

  Queue& queue_;
  const FeedSettings& settings_;
  const parse::Feed& feed_;
  const Look look_;
  const core::TimePoint now_;
  const bool nothing_known_;  // the first time, unless the source was configured before
  std::vector<FeedItem> items_;
  std::vector<OtherId> renamed_;
  std::size_t fresh_ = 0;
  std::size_t pages_ = 0;
};

}  // namespace

FeedNews take_in(Queue& queue, const FeedSettings& settings, const parse::Feed& feed, Look look, core::TimePoint now) {
  return Intaking(queue, settings, feed, look, now)();
}

KeptEntry read_raw(const FeedSettings& settings, std::string_view bytes, const queue::Record& record,
                   core::TimePoint now) {
  const UnpackedEntry unpacked = unpack(bytes);
  const Intake in{.origin = record.origin,
                  .fallback_title = unpacked.entry.link.value_or(record.origin),
                  .rules = settings.rules,
                  .plan = settings.plan,
                  .state = record.state,
                  .cause = record.cause,
                  .reason = record.reason};
  core::Item content = parse::item(unpacked.entry, unpacked.feed);
  const core::Excerpt excerpt = content.excerpt;
  return {arrive_alone(in, std::move(content), now), excerpt, pack(unpacked.entry, unpacked.feed).digest};
}

core::Expected<queue::Arrival, std::string> read_page(const FeedSettings& settings, const UnpackedEntry& entry,
                                                      const http::Response& page, const std::string& origin,
                                                      core::TimePoint now) {
  parse::PageArticle article = parse::article_of_page(page.body, {page.header("content-type"), page.url}, entry.entry);
  if (article.doubt) return core::Unexpected<std::string>(*article.doubt);
  core::Item content = parse::item(entry.entry, entry.feed);
  content.body = std::move(article.body.document);
  content.findings = std::move(article.body.findings);
  content.excerpt = core::Excerpt::no;
  const Intake in{.origin = origin,
                  .fallback_title = entry.entry.link.value_or(origin),
                  .rules = settings.rules,
                  .plan = settings.plan};
  queue::Arrival arrival = arrive_alone(in, std::move(content), now);
  if (!arrival.post) return core::Unexpected<std::string>(arrival.reason.value_or("there is no text in it"));
  return arrival;
}

}  // namespace mediumsync::source
