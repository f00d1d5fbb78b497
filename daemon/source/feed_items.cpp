#include "source/feed_items.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "lib/crypto/digest.hpp"
#include "source/raw_entry.hpp"

namespace mediumsync::source {
namespace {

using parse::FeedEntry;
using queue::KnownItem;

constexpr std::size_t max_identity = 1024;
// Less than this in common, and a text is another one.
constexpr double a_part = 0.2;

// Ids are written to the database and shown: an absurdly long one is kept by its digest.
std::string bounded(std::string identity) {
  identity = core::sanitise_utf8(identity);
  return identity.size() <= max_identity ? identity : "sha256:" + crypto::sha256_hex(identity);
}

std::string_view text_of(const FeedEntry& entry) {
  for (const auto* text : {&entry.content, &entry.summary, &entry.markdown}) {
    if (*text && !core::trim(**text).empty()) return **text;
  }
  return {};
}

std::string digest_of_text(const FeedEntry& entry) {
  return "text:" + crypto::sha256_hex(text_of(entry));
}

std::optional<std::string> id_of(const FeedEntry& entry) {
  if (auto id = entry.identity()) return bounded(std::move(*id));
  if (text_of(entry).empty()) return std::nullopt;
  return digest_of_text(entry);
}

// What tells entries of one id apart, each with those before it.
enum class By { link, title, text };
constexpr std::array all_ways{By::link, By::title, By::text};

std::string told_by(By by, const std::string& id, const FeedEntry& entry) {
  std::string identity = id + "\n" + entry.link.value_or("");
  if (by != By::link) identity += "\n" + entry.title.value_or("");
  if (by == By::text) identity += "\n" + digest_of_text(entry);
  return bounded(std::move(identity));
}

bool same_page(const std::optional<std::string>& one, const std::optional<std::string>& other) {
  return !one || !other || one == other || core::comparable_address(*one) == core::comparable_address(*other);
}

bool same_title(const KnownItem& known, const FeedEntry& entry) {
  return !entry.title || *entry.title == known.title ||
         core::comparable_title(*entry.title) == core::comparable_title(known.title);
}

// Nothing about it speaks for another one.
bool fits(const KnownItem& known, const FeedEntry& entry) {
  return same_title(known, entry) && same_page(page_of(entry), known.canonical_url);
}

// Which of one id's entries keeps the id for itself.
std::optional<std::size_t> keeper(const std::vector<FeedItem>& items, const std::vector<std::size_t>& places,
                                  const std::optional<KnownItem>& owner) {
  if (!owner) return places.back();
  std::optional<std::size_t> at_its_page;
  for (const std::size_t place : places) {
    if (fits(*owner, *items[place].entry)) return place;
    if (owner->canonical_url && page_of(*items[place].entry) == owner->canonical_url) at_its_page = place;
  }
  // At a page that several share, another title is another entry.
  const auto there = std::ranges::count_if(places, [&](std::size_t place) {
    return owner->canonical_url && page_of(*items[place].entry) == owner->canonical_url;
  });
  return there == 1 ? at_its_page : std::nullopt;
}

// The entries of one id; the same entry twice is put among the `repeated`, of which the first counts.
void tell_apart(std::vector<FeedItem>& items, const std::vector<std::size_t>& places, std::set<std::size_t>& repeated,
                const std::optional<KnownItem>& owner) {
  std::vector<std::size_t> different;
  std::set<std::string> seen;
  for (const std::size_t place : places) {
    const FeedEntry& entry = *items[place].entry;
    const By sure = entry.id && entry.link ? By::title : By::text;
    seen.insert(told_by(sure, {}, entry)).second ? different.push_back(place)
                                                 : static_cast<void>(repeated.insert(place));
  }
  if (different.size() == 1) return;
  const auto tells = [&](By by) {
    std::set<std::string> names;
    return std::ranges::all_of(
        different, [&](std::size_t place) { return names.insert(told_by(by, {}, *items[place].entry)).second; });
  };
  const By by = tells(By::link) ? By::link : tells(By::title) ? By::title : By::text;
  const auto keeps = keeper(items, different, owner);
  for (const std::size_t place : different) {
    if (place != keeps) items[place].identity = told_by(by, items[place].id, *items[place].entry);
  }
}

// It was known by the id of `known` and has another title; so its text decides.
bool is_another(const KnownItem& known, const FeedEntry& entry, const parse::Feed& feed, const KnownEntries& all) {
  if (same_title(known, entry)) return false;
  const core::Sketch words = words_of(entry, feed);
  const core::Sketch before = all.words_of(known);
  return !words.empty() && !before.empty() && words.resemblance(before) < a_part;
}

}  // namespace

std::optional<std::string> page_of(const FeedEntry& entry) {
  for (const auto& page : {entry.original, entry.link}) {
    if (page && core::is_web_url(*page)) return core::encode_unsafe(*page);
  }
  return std::nullopt;
}

core::Sketch words_of(const FeedEntry& entry, const parse::Feed& feed) {
  return core::Sketch::of(parse::item(entry, feed).body);
}

std::optional<KnownItem> KnownEntries::find(const std::string& id) const {
  if (auto known = queue_.known_item(source_, id)) return known;
  const auto origin = queue_.origin_of(source_, id);
  return origin ? queue_.known_item(source_, *origin) : std::nullopt;
}

core::Sketch KnownEntries::words_of(const KnownItem& known) const {
  const auto of_packed = [](std::string_view bytes) {
    const UnpackedEntry unpacked = unpack(bytes);
    return source::words_of(unpacked.entry, unpacked.feed);
  };
  if (known.kept == KnownItem::Kept::raw) {
    const auto raw = queue_.raw(known.post);
    return raw ? of_packed(raw->bytes) : core::Sketch();
  }
  if (const auto article = queue_.article(known.post)) return of_packed(article->entry);
  return queue_.sketch(known.post);
}

std::vector<FeedItem> identify(const parse::Feed& feed, Past past, const KnownEntries& known) {
  std::vector<FeedItem> items;
  std::map<std::string, std::vector<std::size_t>> by_id;
  for (const FeedEntry& entry : feed.entries) {
    const auto id = id_of(entry);
    if (!id) continue;
    by_id[*id].push_back(items.size());
    items.push_back({*id, *id, &entry, std::nullopt, std::nullopt});
  }
  std::set<std::size_t> repeated;
  for (const auto& [id, places] : by_id) {
    if (places.size() > 1) tell_apart(items, places, repeated, past == Past::none ? std::nullopt : known.find(id));
  }
  for (auto place = repeated.rbegin(); place != repeated.rend(); ++place)
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(*place));
  return items;
}

void recognise(std::vector<FeedItem>& items, const parse::Feed& feed, const KnownEntries& known) {
  for (FeedItem& item : items) {
    const FeedEntry& entry = *item.entry;
    item.known = known.find(item.identity);
    if (!item.known || !fits(*item.known, entry)) {
      // Told apart from others that have left the feed since?
      const std::optional<KnownItem> by_id = std::exchange(item.known, std::nullopt);
      for (const By by : all_ways) {
        if (!item.known) item.known = known.find(told_by(by, item.id, entry));
      }
      if (!item.known && by_id && is_another(*by_id, entry, feed, known)) {
        item.namesake = by_id;
        item.identity = told_by(By::title, item.id, entry);
      } else if (!item.known) {
        item.known = by_id;
      }
    }
    if (item.known) item.identity = item.known->origin;
  }
}

}  // namespace mediumsync::source
