#include "parse/page_article.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/decoding.hpp"
#include "parse/feed_teaser.hpp"
#include "parse/html_reader.hpp"
#include "parse/linked_data.hpp"
#include "parse/page_strangers.hpp"
#include "parse/shared_words.hpp"

namespace mediumsync::parse {
namespace {

using Words = std::vector<std::string>;

// Teasers are cut inside of words, links in them have other words than on the page.
constexpr double most = 0.7;

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 80;
  return "“" + core::printable(core::cut_on_word(core::collapse_space(text), longest)) + "”";
}

// All that a page could call its article.
std::vector<std::string> titles_of(const GumboNode& root, const HtmlBody& read, const LinkedData& data) {
  constexpr std::size_t max_titles = 100;
  std::vector<std::string> titles;
  const auto add = [&](std::string_view title) {
    std::string clean = core::collapse_space(title);
    if (!clean.empty() && titles.size() < max_titles) titles.push_back(std::move(clean));
  };
  if (read.page.title) add(*read.page.title);
  if (read.title) add(*read.title);
  for (const LinkedArticle& article : data.articles) add(article.headline.value_or(""));
  walk(root, [&](const GumboNode& node) {
    const std::string_view tag = tag_name(node);
    if (tag == "svg") return Walk::past;
    if (tag == "title" || tag == "h1" || tag == "h2" || tag == "h3") add(deep_text(node));
    return Walk::into;
  });
  return titles;
}

// One holds nearly all words of the other: titles lose a part here and gain the site's name there.
bool say_the_same(const Words& title, const Words& other) {
  constexpr double nearly_all = 0.8;
  constexpr std::size_t telling = 3;
  if (!other.empty() && share_of_words(title, other) >= nearly_all) return true;
  return other.size() >= telling && share_of_words(other, title) >= nearly_all;
}

std::string type_of(const std::string& content_type) {
  return core::ascii_lower(core::trim(std::string_view(content_type).substr(0, content_type.find(';'))));
}

bool may_be_html(const std::string& type) {
  return type.empty() || type.find("html") != std::string::npos || type.ends_with("xml") || type == "text/plain" ||
         type == "application/octet-stream";
}

// Holds a page against the entry that led to it; lives for one article_of_page().
class Judge {
 public:
  Judge(const HtmlTree& tree, const HtmlBody& read, const FeedEntry& entry)
      : root_(tree.root()),
        read_(read),
        entry_(entry),
        data_(linked_data(root_)),
        titles_(titles_of(root_, read, data_)),
        text_(core::plain_text(read.document)),
        words_(words_in(text_)),
        teaser_(words_in(teaser_text(item(entry, {}).body))) {}

  std::optional<std::string> doubt() const {
    for (const auto check : {&Judge::other_title, &Judge::list, &Judge::locked, &Judge::empty, &Judge::other_text,
                             &Judge::no_more, &Judge::part, &Judge::unbounded}) {
      if (auto reason = (this->*check)()) return reason;
    }
    return std::nullopt;
  }

 private:
  std::optional<std::string> what_else() const {
    return stranger(titles_.empty() ? std::string_view() : titles_.front(), visible_text(root_));
  }

  std::optional<std::string> other_title() const {
    const Words title = words_in(entry_.title.value_or(""));
    const auto same = [&](const std::string& other) { return say_the_same(title, words_in(other)); };
    if (title.empty() || std::ranges::any_of(titles_, same)) return std::nullopt;
    if (const auto what = what_else()) return "the page is " + *what;
    if (is_list()) return list();
    if (titles_.empty()) return "the page does not have the title " + quoted(*entry_.title);
    return "the page is called " + quoted(titles_.front()) + " and has no title " + quoted(*entry_.title);
  }

  bool is_list() const {
    return (read_.bounds != Bounds::marked && read_.alike > 1) || (data_.collection && data_.articles.empty());
  }

  std::optional<std::string> list() const {
    if (!is_list()) return std::nullopt;
    return "the page is a list of posts, not one of them";
  }

  std::optional<std::string> locked() const {
    if (std::ranges::any_of(data_.articles, [](const LinkedArticle& article) { return !article.free; })) {
      return "the page says that not all of it is free to read";
    }
    const auto wall = wall_on(root_);
    return wall ? std::optional("the page lets only some read on: " + *wall) : std::nullopt;
  }

  std::optional<std::string> empty() const {
    if (!words_.empty()) return std::nullopt;
    if (const auto what = what_else()) return "the page is " + *what;
    return "the page has no text";
  }

  bool describes(const std::optional<std::string>& description) const {
    return description && share_held(teaser_, words_in(*description)) >= most;
  }

  // A teaser is the beginning of the article, or what its author wrote in its place: then the page's description.
  std::optional<std::string> other_text() const {
    if (share_held(teaser_, words_) >= most || describes(read_.page.subtitle)) return std::nullopt;
    const std::vector<std::string> descriptions = page_descriptions(root_);
    if (std::ranges::any_of(descriptions, [&](const std::string& said) { return describes(said); })) {
      return std::nullopt;
    }
    if (std::ranges::any_of(data_.articles, [&](const auto& article) { return describes(article.description); })) {
      return std::nullopt;
    }
    if (const auto what = what_else()) return "the page is " + *what;
    return "the feed's teaser is not in the text of the page";
  }

  std::optional<std::string> no_more() const {
    constexpr std::size_t a_sentence = 12;
    if (words_.size() > teaser_.size() + a_sentence) return std::nullopt;
    return "the page has no more of it than the feed";
  }

  std::optional<std::string> part() const {
    constexpr std::size_t too_few_to_tell = 50;
    constexpr double hardly_less = 0.6;
    const Ending end = ending(text_);
    const bool short_of_a_story = words_.size() < 2 * teaser_.size() + 100;
    if (end == Ending::call_to_read_on || (end == Ending::ellipsis && short_of_a_story)) {
      return "the text of the page breaks off";
    }
    for (const LinkedArticle& article : data_.articles) {
      const Words whole = words_in(article.body.value_or(""));
      if (whole.size() < too_few_to_tell || data_.articles.size() > 1) continue;
      if (share_held(whole, words_) < hardly_less) return "the page shows less of its article than it says there is";
    }
    return std::nullopt;
  }

  // Where no mark says what the article is, it has to begin as the teaser does: a menu would stand before it.
  std::optional<std::string> unbounded() const {
    constexpr std::size_t reach = 60;
    constexpr std::size_t beginning = 12;
    const bool told = !teaser_.empty();
    if (read_.bounds == Bounds::marked || (read_.bounds == Bounds::main && told)) return std::nullopt;
    const Words head(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(std::min(reach, words_.size())));
    const Words begins(teaser_.begin(),
                       teaser_.begin() + static_cast<std::ptrdiff_t>(std::min(beginning, teaser_.size())));
    if (told && share_held(begins, head) >= most) return std::nullopt;
    return "nothing on the page says where its article begins and ends";
  }

  const GumboNode& root_;
  const HtmlBody& read_;
  const FeedEntry& entry_;
  const LinkedData data_;
  const std::vector<std::string> titles_;
  const std::string text_;
  const Words words_;
  const Words teaser_;
};

}  // namespace

PageArticle article_of_page(std::string_view bytes, const FeedContext& page, const FeedEntry& entry) {
  const std::string type = type_of(page.content_type.value_or(""));
  if (!may_be_html(type)) return {{}, {}, "the page is no web page but " + core::printable(type)};
  const HtmlTree tree(decode(bytes, Format::html, page.content_type).text, HtmlKind::page);
  HtmlSource source;
  source.references = {page.url, page.url, ImageHome::web};
  source.known_title = entry.title;
  source.origin = PageOrigin::web;
  HtmlBody read = read_tree(tree, HtmlKind::page, source);
  PageArticle article;
  article.doubt = Judge(tree, read, entry).doubt();
  if (read.page.canonical && core::is_web_url(*read.page.canonical)) article.canonical = read.page.canonical;
  article.body = {std::move(read.document), std::move(read.findings)};
  return article;
}

}  // namespace mediumsync::parse
