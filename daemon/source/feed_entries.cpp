#include "source/feed_entries.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "core/url.hpp"
#include "lib/crypto/digest.hpp"
#include "lib/log/log.hpp"
#include "parse/page_article.hpp"
#include "source/feed_items.hpp"
#include "source/intake.hpp"
#include "source/other_ids.hpp"
#include "source/raw_entry.hpp"

namespace mediumsync::source {
namespace {

using queue::Queue;

// More new entries than this at once are no author's morning: they wait for a person's word.
constexpr std::size_t flood = 10;
constexpr std::string_view baseline_reason =
    "was in the feed when it was first seen; mediumsyncctl release publishes it all the same";

// For an entry without a title: its first sentence, as Medium itself has it.
std::string stand_in_title(const parse::FeedEntry& entry, const core::Item& content, const std::string& origin) {
  if (entry.title) return *entry.title;
  const std::string sentence = first_sentence(content.body);
  return sentence.empty() ? entry.link.value_or(core::collapse_space(origin)) : sentence;
}

// One document on its way into the queue. Lives for one call of take_in().
class Intaking {
 public:
  Intaking(Queue& queue, const FeedSettings& settings, const parse::Feed& feed, const Look& look, core::TimePoint now)
      : queue_(queue),
        settings_(settings),
        feed_(feed),
        look_(look),
        now_(now),
        posts_(queue.items(settings.rules.source)),
        entries_(queue, settings_.rules.source) {}

  FeedNews operator()() {
    const bool nothing_known = is_first() && posts_ == 0;
    items_ = identify(feed_, nothing_known ? Past::none : Past::some, entries_);
    if (!nothing_known) recognise();
    in_order_of_publishing();
    for (const Item& item : in_order_) enqueue(item);
    tell();
    return {items_.size(), fresh_, renamed_.size(), pages_};
  }

 private:
  // An entry with what is thought of it: why it is skipped, or held.
  struct Item {
    const FeedItem* entry;
    std::optional<std::string> old;
    std::optional<std::string> doubt;
  };

  const std::string& source() const { return settings_.rules.source; }
  bool is_first() const { return look_.kind == Look::Kind::first; }

  // Which are known, by whatever id.
  void recognise() {
    source::recognise(items_, feed_, entries_);
    renamed_ = other_ids(items_, feed_, entries_);
    for (const OtherId& renamed : renamed_) {
      FeedItem& item = items_[renamed.item];
      queue_.remember_other_id(source(), item.identity, renamed.origin);
      item.known = queue_.known_item(source(), renamed.origin);
      item.identity = renamed.origin;
    }
    const auto is_believed = [](const FeedItem& item) {
      // What was held for it would vouch for itself.
      return item.known && !(item.known->state == core::State::held && item.known->cause == queue::Cause::flood);
    };
    known_ = static_cast<std::size_t>(std::ranges::count_if(items_, is_believed));
    if (known_ == 0 && look_.kind == Look::Kind::elsewhere) look_.kind = Look::Kind::first;
  }

  bool is_another_feed() const { return look_.kind == Look::Kind::later && known_ == 0 && posts_ > 0 && !goes_on(); }
  // There are feeds that hold no more than their newest entry.
  bool goes_on() const {
    if (items_.size() != 1) return false;
    const parse::FeedEntry& only = *items_.front().entry;
    const auto page = page_of(only);
    const auto newest = queue_.known_items(source(), 1);
    return page && only.published && *only.published >= look_.since && !newest.empty() && newest[0].canonical_url &&
           core::Url::parse(*page).host() == core::Url::parse(*newest[0].canonical_url).host();
  }

  // Feeds are newest first; those without dates keep that order, so that the oldest goes first.
  void in_order_of_publishing() {
    // Who wants all that is there has no back catalogue.
    const bool any_age = is_first() || settings_.existing == Existing::queue;
    const auto old = any_age ? std::vector<std::optional<Old>>(items_.size()) : back_catalogue(items_, look_);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      Item item{&items_[i], std::nullopt, std::nullopt};
      if (is_first() && settings_.existing == Existing::ignore) item.old = std::string(baseline_reason);
      if (old[i]) (old[i]->sureness == Old::Sureness::sure ? item.old : item.doubt) = old[i]->reason;
      if (!items_[i].known && !item.old) ++fresh_;
      if (!items_[i].known && item.old) ++passed_over_;
      in_order_.push_back(std::move(item));
    }
    for (Item& item : in_order_) {
      if (auto doubt = doubt_of(*item.entry); doubt && !item.entry->known) item.doubt = std::move(doubt);
      // Of another feed nothing is old.
      if (is_another_feed() && item.doubt) item.old.reset();
    }
    std::ranges::reverse(in_order_);
    std::ranges::stable_sort(in_order_, {},
                             [](const Item& item) { return item.entry->entry->published.value_or(core::TimePoint{}); });
  }

  void enqueue(const Item& item) {
    const auto& known = item.entry->known;
    if (known ? known->kept == queue::KnownItem::Kept::raw : item.old.has_value()) {
      queue_.enqueue(unread(item), now_);
      return;
    }
    core::Item content = parse::item(*item.entry->entry, feed_);
    const bool teaser = content.excerpt == core::Excerpt::yes;
    if (teaser && settings_.excerpts == Excerpts::fetch) return enqueue_teaser(item, std::move(content));
    std::optional<std::string> held;
    if (teaser && settings_.excerpts == Excerpts::hold)
      held = "the feed carries only a teaser of it; mediumsyncctl release sends just that";
    queue::Arrival arrival = read(item, std::move(content), held);
    queue_.enqueue(arrival, now_);
  }

  // Its page has the text. What was fetched stays until the entry changes.
  void enqueue_teaser(const Item& item, core::Item content) {
    RawEntry raw = pack(*item.entry->entry, feed_);
    if (const auto& known = item.entry->known) {
      const auto article = queue_.article(known->post);
      if (article && article->digest == raw.digest) return;
      if (article && article->taken) return want(known->post, std::move(raw), Taken::yes);
    }
    const queue::Arrival arrival = read(item, std::move(content), std::string(teaser_reason));
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

  queue::Arrival unread(const Item& item) const {
    const parse::FeedEntry& entry = *item.entry->entry;
    RawEntry raw = pack(entry, feed_);
    const std::string& title = entry.title ? *entry.title : entry.link.value_or(item.entry->identity);
    return {.source = source(),
            .account = settings_.rules.account,
            .origin = item.entry->identity,
            .digest = std::move(raw.digest),
            .plan = settings_.plan,
            .state = core::State::skipped,
            .cause = queue::Cause::baseline,
            .reason = item.old.value_or(std::string(baseline_reason)),
            .title = core::collapse_space(title),
            .canonical_url = page_of(entry),
            .raw = std::move(raw.bytes),
            .siblings = queue::Siblings::compared};
  }

  queue::Arrival read(const Item& item, core::Item content, const std::optional<std::string>& teaser) const {
    Intake in{.origin = item.entry->identity,
              .fallback_title = stand_in_title(*item.entry->entry, content, item.entry->identity),
              .rules = settings_.rules,
              .plan = settings_.plan};
    if (teaser) {
      in.state = core::State::held;
      in.cause = queue::Cause::excerpt;
      in.reason = teaser;
    }
    queue::Arrival arrival = arrive_alone(in, std::move(content), now_);
    const bool would_go = arrival.state == core::State::queued || arrival.state == core::State::held;
    arrival.siblings = queue::Siblings::compared;
    if (item.doubt && would_go) {
      arrival.state = core::State::held;
      arrival.cause = queue::Cause::flood;
      arrival.reason = item.doubt;
    }
    return arrival;
  }

  // Why an unknown entry waits for a person.
  std::optional<std::string> doubt_of(const FeedItem& item) const {
    if (is_first()) return std::nullopt;
    if (item.namesake) {
      return "the feed gave it the id of post " + std::to_string(item.namesake->post.value) + " (" +
             item.namesake->title +
             "), which has another title and another text; mediumsyncctl release lets it go as a post of its own";
    }
    if (is_another_feed()) {
      return "nothing that is in the feed now is known, though " + std::to_string(posts_) +
             " entries of it are: it may be another feed; mediumsyncctl release lets this one go";
    }
    if (!renamed_.empty() && renamed_.size() * 2 >= known_) {
      return "the feed has given new ids to " + std::to_string(renamed_.size()) +
             " entries that are known, as when a site moves to another platform, and this one is not among those; "
             "mediumsyncctl release lets it go";
    }
    if (fresh_ <= flood) return std::nullopt;
    return std::to_string(fresh_) +
           " new entries came at once, as when a site moves; mediumsyncctl release lets this one go";
  }

  void note(std::string_view kind, std::size_t entries, const std::string& what) {
    if (entries > 0) queue_.note(kind, std::to_string(entries) + " entries of " + source() + " " + what, {}, now_);
  }

  void tell() {
    if (is_first() && settings_.existing == Existing::ignore)
      note("baseline", items_.size(), "were there when it was first seen");
    if (!is_first())
      note("back-catalogue", passed_over_, "are new in it and older than what is known; they are skipped");
    note("ids-changed", renamed_.size(), "came under new ids and are the posts they were, nothing is published again");
    if (renamed_.empty()) return;
    log::warn("feed changed ids", {{"source", source()}, {"known", renamed_.size()}, {"new", fresh_}});
  }

  Queue& queue_;
  const FeedSettings& settings_;
  const parse::Feed& feed_;
  Look look_;
  const core::TimePoint now_;
  const std::int64_t posts_;  // of the source, before
  const KnownEntries entries_;
  std::vector<FeedItem> items_;
  std::vector<Item> in_order_;
  std::vector<OtherId> renamed_;
  std::size_t known_ = 0;
  std::size_t fresh_ = 0;
  std::size_t passed_over_ = 0;
  std::size_t pages_ = 0;
};

}  // namespace

FeedNews take_in(Queue& queue, const FeedSettings& settings, const parse::Feed& feed, const Look& look,
                 core::TimePoint now) {
  return Intaking(queue, settings, feed, look, now)();
}

KeptEntry read_raw(const FeedSettings& settings, std::string_view bytes, const queue::Record& record,
                   core::TimePoint now) {
  const UnpackedEntry unpacked = unpack(bytes);
  core::Item content = parse::item(unpacked.entry, unpacked.feed);
  const Intake in{.origin = record.origin,
                  .fallback_title = stand_in_title(unpacked.entry, content, record.origin),
                  .rules = settings.rules,
                  .plan = settings.plan,
                  .state = record.state,
                  .cause = record.cause,
                  .reason = record.reason};
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
                  .fallback_title = stand_in_title(entry.entry, content, origin),
                  .rules = settings.rules,
                  .plan = settings.plan};
  queue::Arrival arrival = arrive_alone(in, std::move(content), now);
  if (!arrival.post) return core::Unexpected<std::string>(arrival.reason.value_or("there is no text in it"));
  return arrival;
}

}  // namespace mediumsync::source
