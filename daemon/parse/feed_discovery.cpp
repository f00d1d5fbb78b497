#include "parse/feed_discovery.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/decoding.hpp"
#include "parse/html_tree.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_feeds = 20;

bool has_relation(const GumboNode& element, std::string_view name) {
  const std::string relations = core::ascii_lower(core::collapse_space(attribute(element, "rel").value_or("")));
  return (" " + relations + " ").find(" " + std::string(name) + " ") != std::string::npos;
}

// A media type without its parameters.
std::string type_of(const GumboNode& element) {
  const std::string_view written = attribute(element, "type").value_or("");
  return core::ascii_lower(core::trim(written.substr(0, written.find(';'))));
}

bool is_feed_type(std::string_view type) {
  constexpr std::array<std::string_view, 8> types = {
      "application/rss+xml",    "application/atom+xml",   "application/feed+json", "application/rdf+xml",
      "application/x.atom+xml", "application/x-atom+xml", "application/rss",       "application/atom"};
  return std::ranges::find(types, type) != types.end();
}

// Types that also mean other things, such as WordPress's REST interface: a feed's where the address says so.
bool may_be_feed_type(std::string_view type) {
  return type == "application/json" || type == "application/xml" || type == "text/xml";
}

// The path of an address where feeds usually are.
bool is_feed_address(std::string_view url) {
  const std::string path = core::ascii_lower(core::Url::parse(url).path);
  const std::string_view whole = path;
  const std::size_t slash = whole.find_last_not_of('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view trimmed = whole.substr(0, slash + 1);
  const std::string_view last = trimmed.substr(trimmed.rfind('/') + 1);
  constexpr std::array<std::string_view, 16> names = {
      "feed",      "feeds",     "rss",       "atom",      "feed.xml", "rss.xml",  "atom.xml",   "index.xml",
      "feed.json", "index.rdf", "feed.atom", "index.rss", "rss2.xml", "feed.rss", "index.atom", "index.json"};
  return std::ranges::find(names, last) != names.end() || last.ends_with(".rss") || last.ends_with(".atom") ||
         last.ends_with(".rdf");
}

bool is_of_comments(const FeedLink& feed) {
  const std::string said = core::ascii_lower(feed.title.value_or("")) + " " + core::ascii_lower(feed.url);
  constexpr std::array<std::string_view, 6> words = {"comment",    "kommentar", "commentaire",
                                                     "comentario", "reacties",  "комментари"};
  return std::ranges::any_of(words, [&](std::string_view word) { return said.find(word) != std::string::npos; });
}

// Gathers the links of one page; lives for one feeds_of_page().
class LinkReader {
 public:
  explicit LinkReader(const std::optional<std::string>& url) : base_(url) {}

  void look(const GumboNode& node) {
    const std::string_view tag = tag_name(node);
    if (tag == "base" && !based_) {
      based_ = true;
      if (auto base = resolved(attribute(node, "href").value_or(""))) base_ = std::move(base);
    } else if (tag == "link") {
      if (names_feed(node)) add(named_, node, FeedLink::Sureness::named);
    } else if (tag == "a") {
      if (is_feed_type(type_of(node)) || is_feed_address(attribute(node, "href").value_or(""))) {
        add(guessed_, node, FeedLink::Sureness::guessed);
      }
    }
  }

  std::vector<FeedLink> take() {
    std::vector<FeedLink> found;
    std::vector<FeedLink> of_comments;
    for (FeedLink& feed : named_.empty() ? guessed_ : named_) {
      (is_of_comments(feed) ? of_comments : found).push_back(std::move(feed));
    }
    std::ranges::move(of_comments, std::back_inserter(found));
    if (found.size() > max_feeds) found.resize(max_feeds);
    return found;
  }

 private:
  static bool names_feed(const GumboNode& node) {
    if (has_relation(node, "stylesheet") || has_relation(node, "self")) return false;
    if (has_relation(node, "feed")) return true;
    if (!has_relation(node, "alternate")) return false;
    const std::string type = type_of(node);
    return is_feed_type(type) || (may_be_feed_type(type) && is_feed_address(attribute(node, "href").value_or("")));
  }

  std::optional<std::string> resolved(std::string_view reference) const {
    const std::string_view trimmed = core::trim(reference);
    if (trimmed.empty()) return std::nullopt;
    // "feed:https://…" and "feed://…", as old readers registered them.
    if (core::equal_ignoring_case(trimmed.substr(0, 7), "feed://")) return "http://" + std::string(trimmed.substr(7));
    if (core::equal_ignoring_case(trimmed.substr(0, 5), "feed:")) return std::string(trimmed.substr(5));
    const std::string reachable = core::encode_unsafe(trimmed);
    return base_ ? core::resolve(*base_, reachable) : reachable;
  }

  void add(std::vector<FeedLink>& feeds, const GumboNode& node, FeedLink::Sureness sureness) {
    constexpr std::size_t most_looked_at = 200;
    constexpr std::size_t longest_title = 200;
    auto url = resolved(attribute(node, "href").value_or(""));
    if (!url || !core::is_web_url(*url) || feeds.size() >= most_looked_at) return;
    url->resize(std::min(url->find('#'), url->size()));
    if (std::ranges::find(feeds, *url, &FeedLink::url) != feeds.end()) return;
    std::string title = core::collapse_space(attribute(node, "title").value_or(""));
    if (title.empty() && tag_name(node) == "a") title = core::collapse_space(deep_text(node));
    FeedLink feed{*std::move(url), std::nullopt, sureness};
    if (!title.empty()) feed.title = core::cut_on_word(title, longest_title);
    feeds.push_back(std::move(feed));
  }

  std::optional<std::string> base_;
  bool based_ = false;
  std::vector<FeedLink> named_;
  std::vector<FeedLink> guessed_;
};

}  // namespace

std::vector<FeedLink> feeds_of_page(std::string_view bytes, const FeedContext& page) {
  const HtmlTree tree(decode(bytes, Format::html, page.content_type).text, HtmlKind::page);
  const bool web = page.url && core::is_web_url(*page.url);
  LinkReader reader(web ? page.url : std::nullopt);
  walk(tree.root(), [&](const GumboNode& node) {
    if (is_element(node)) reader.look(node);
    return Walk::into;
  });
  return reader.take();
}

}  // namespace mediumsync::parse
