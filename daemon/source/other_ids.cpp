#include "source/other_ids.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace mediumsync::source {
namespace {

using queue::KnownItem;

constexpr std::size_t least_of_a_move = 3;
// What a text is compared with at most: posts that share a page or title with it, and beyond those the newest ones, of
// which few have to be read first.
constexpr std::size_t most_suspects = 8;
constexpr std::size_t most_by_text = 200;
constexpr std::size_t most_read = 32;
constexpr std::size_t most_unknown = 64;
constexpr double most_of_it = 0.5;

struct Keys {
  std::optional<std::string> page;
  std::string title;
};
Keys keys_of(const std::optional<std::string>& page, std::string_view title) {
  return {page ? core::comparable_address(*page) : std::nullopt, core::comparable_title(title)};
}
Keys keys_of(const FeedItem& item) {
  return keys_of(page_of(*item.entry), item.entry->title.value_or(""));
}

// From a page or title to the places of those that have it.
class Index {
 public:
  void add(const std::optional<std::string>& key, std::size_t place) {
    if (key && !key->empty()) places_[*key].push_back(place);
  }
  const std::vector<std::size_t>& all(const std::optional<std::string>& key) const {
    static const std::vector<std::size_t> none;
    const auto found = key ? places_.find(*key) : places_.end();
    return found == places_.end() ? none : found->second;
  }
  // A key that several have tells none.
  std::optional<std::size_t> only(const std::optional<std::string>& key) const {
    const auto& places = all(key);
    return places.size() == 1 ? std::optional(places.front()) : std::nullopt;
  }

 private:
  std::map<std::string, std::vector<std::size_t>> places_;
};

// Finds the posts that the unknown entries are. Lives for one call of other_ids().
class Search {
 public:
  Search(const std::vector<FeedItem>& items, const parse::Feed& feed, const KnownEntries& entries)
      : items_(items), feed_(feed), entries_(entries), known_(entries.newest()) {
    std::set<std::string_view> present;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const Keys keys = keys_of(items_[i]);
      present.insert(items_[i].identity);
      pages_here_.add(keys.page, i);
      titles_here_.add(keys.title, i);
    }
    for (std::size_t i = 0; i < known_.size(); ++i) {
      keys_.push_back(keys_of(known_[i].canonical_url, known_[i].title));
      absent_.push_back(!present.contains(known_[i].origin));
      pages_.add(keys_.back().page, i);
      titles_.add(keys_.back().title, i);
    }
  }

  std::vector<OtherId> operator()() {
    const auto unknown = static_cast<std::size_t>(
        std::ranges::count_if(items_, [](const FeedItem& item) { return !item.known.has_value(); }));
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (!items_[i].known) look_for(i);
    }
    if (unknown >= least_of_a_move && unknown * 2 >= items_.size() && (found_.size() + alike_.size()) * 2 >= unknown) {
      for (const auto& [item, known] : alike_) take(item, known);
    }
    if (unknown <= most_unknown) {
      for (std::size_t i = 0; i < items_.size(); ++i) {
        if (!items_[i].known && !found_items_.contains(i)) look_for_text(i);
      }
    }
    return std::move(found_);
  }

 private:
  void look_for(std::size_t item) {
    const Keys keys = keys_of(items_[item]);
    const auto by_page = pages_here_.only(keys.page) ? pages_.only(keys.page) : std::nullopt;
    const auto by_title = titles_here_.only(keys.title) ? titles_.only(keys.title) : std::nullopt;
    const auto likely = by_page ? by_page : by_title;
    if (likely && !absent_[*likely]) return;
    if (by_page && !keys.title.empty() && keys_[*by_page].title == keys.title) return take(item, *by_page);
    for (const auto* suspects : {&pages_.all(keys.page), &titles_.all(keys.title)}) {
      for (std::size_t i = 0; i < std::min(suspects->size(), most_suspects); ++i) {
        const std::size_t known = (*suspects)[i];
        if (absent_[known] && words_here(item).resemblance(words(known)) >= most_of_it) return take(item, known);
      }
    }
    if (likely) alike_.emplace_back(item, *likely);
  }

  // Nearly all of the text, under another title at another page.
  void look_for_text(std::size_t item) {
    const Keys keys = keys_of(items_[item]);
    const core::Likeness here{keys.page, keys.title, words_here(item)};
    if (!here.text.telling()) return;
    std::size_t read = 0;
    std::size_t compared = 0;
    for (std::size_t i = 0; i < known_.size() && compared < most_by_text; ++i) {
      if (!absent_[i]) continue;
      if (known_[i].kept == KnownItem::Kept::raw && ++read > most_read) continue;
      ++compared;
      const auto same = core::same_post(here, {keys_[i].page, keys_[i].title, words(i)});
      if (same && same->by != core::SamePost::By::address) return take(item, i);
    }
  }

  void take(std::size_t item, std::size_t known) {
    if (found_items_.contains(item) || !taken_.insert(known).second) return;
    found_items_.insert(item);
    found_.push_back({item, known_[known].origin});
  }

  const core::Sketch& words_here(std::size_t item) {
    const auto [words, added] = words_here_.try_emplace(item);
    if (added) words->second = words_of(*items_[item].entry, feed_);
    return words->second;
  }
  const core::Sketch& words(std::size_t known) {
    const auto [words, added] = words_.try_emplace(known);
    if (added) words->second = entries_.words_of(known_[known]);
    return words->second;
  }

  const std::vector<FeedItem>& items_;
  const parse::Feed& feed_;
  const KnownEntries& entries_;
  std::vector<KnownItem> known_;
  std::vector<Keys> keys_;    // of the known ones
  std::vector<bool> absent_;  // of the known ones: not in this document
  Index pages_here_;
  Index titles_here_;
  Index pages_;
  Index titles_;
  std::map<std::size_t, core::Sketch> words_here_;
  std::map<std::size_t, core::Sketch> words_;
  std::vector<std::pair<std::size_t, std::size_t>> alike_;  // by page or title, the item and the known one
  std::vector<OtherId> found_;
  std::set<std::size_t> found_items_;
  std::set<std::size_t> taken_;
};

}  // namespace

std::vector<OtherId> other_ids(const std::vector<FeedItem>& items, const parse::Feed& feed, const KnownEntries& known) {
  const bool all_known = std::ranges::all_of(items, [](const FeedItem& item) { return item.known.has_value(); });
  return all_known ? std::vector<OtherId>() : Search(items, feed, known)();
}

}  // namespace mediumsync::source
