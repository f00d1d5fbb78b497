#include "source/other_ids.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "core/text.hpp"
#include "core/url.hpp"

namespace mediumsync::source {
namespace {

constexpr std::size_t least_of_a_move = 3;

std::string title_key(std::string_view title) {
  return core::ascii_lower(core::collapse_space(title));
}

// Without what a move to https or to another spelling of the same page changes.
std::string page_key(std::string_view page) {
  const core::Url url = core::Url::parse(page);
  std::string path = url.path;
  while (path.ends_with('/')) path.pop_back();
  std::string host = url.host().value_or("");
  if (host.starts_with("www.")) host.erase(0, 4);
  return host + path + (url.query ? "?" + *url.query : "");
}

// From what tells a post to its place; a key that several have tells none.
class Index {
 public:
  void add(const std::string& key, std::size_t place) {
    if (key.empty()) return;
    const auto [entry, added] = places_.try_emplace(key, place);
    if (!added) entry->second.reset();
  }
  std::optional<std::size_t> find(const std::string& key) const {
    const auto found = places_.find(key);
    return found == places_.end() ? std::nullopt : found->second;
  }

 private:
  std::map<std::string, std::optional<std::size_t>> places_;
};

struct Keys {
  std::string page;
  std::string title;
};
Keys keys_of(const FeedItem& item) {
  const auto page = page_of(*item.entry);
  return {page ? page_key(*page) : "", title_key(item.entry->title.value_or(""))};
}

struct Likeness {
  std::size_t item;
  std::size_t known;
  bool certain;
};

std::vector<Likeness> compare(const std::vector<FeedItem>& items, const std::vector<queue::KnownItem>& known) {
  std::set<std::string_view> present;
  Index pages_here;
  Index titles_here;
  for (std::size_t i = 0; i < items.size(); ++i) {
    present.insert(items[i].identity);
    const Keys keys = keys_of(items[i]);
    pages_here.add(keys.page, i);
    titles_here.add(keys.title, i);
  }
  Index pages;
  Index titles;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i].canonical_url) pages.add(page_key(*known[i].canonical_url), i);
    titles.add(title_key(known[i].title), i);
  }
  std::vector<Likeness> alike;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].known) continue;
    const Keys keys = keys_of(items[i]);
    const auto by_page = pages_here.find(keys.page) == i ? pages.find(keys.page) : std::nullopt;
    const auto by_title = titles_here.find(keys.title) == i ? titles.find(keys.title) : std::nullopt;
    const auto found = by_page ? by_page : by_title;
    if (!found || present.contains(known[*found].origin)) continue;
    const bool same_title = title_key(known[*found].title) == keys.title;
    alike.push_back({i, *found, by_page.has_value() && same_title});
  }
  return alike;
}

}  // namespace

std::optional<std::string> page_of(const parse::FeedEntry& entry) {
  for (const auto& page : {entry.original, entry.link}) {
    if (page && core::is_web_url(*page)) return core::encode_unsafe(*page);
  }
  return std::nullopt;
}

std::vector<OtherId> other_ids(const std::vector<FeedItem>& items,
                               const std::function<std::vector<queue::KnownItem>()>& known) {
  const auto unknown = static_cast<std::size_t>(
      std::ranges::count_if(items, [](const FeedItem& item) { return !item.known.has_value(); }));
  if (unknown == 0) return {};
  const std::vector<queue::KnownItem> posts = known();
  const std::vector<Likeness> alike = compare(items, posts);
  const bool moved = unknown >= least_of_a_move && unknown * 2 >= items.size() && alike.size() * 2 >= unknown;
  std::vector<OtherId> renamed;
  std::set<std::size_t> taken;
  for (const Likeness& one : alike) {
    if ((one.certain || moved) && taken.insert(one.known).second)
      renamed.push_back({one.item, posts[one.known].origin});
  }
  return renamed;
}

}  // namespace mediumsync::source
