// Where the post stands in its page, and what around and in it is none of it.
#include "parse/html_page.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "parse/headings.hpp"

namespace mediumsync::parse {
namespace {

using Words = std::set<std::string_view>;

// What blogs' software sets around the text of a post, by its class or id.
const Words clutter{"a2a_kit",
                    "ad",
                    "ads",
                    "advert",
                    "advertisement",
                    "author-bio",
                    "author-box",
                    "author-card",
                    "author-info",
                    "breadcrumb",
                    "breadcrumbs",
                    "byline",
                    "comment-form",
                    "comment-list",
                    "commentlist",
                    "comments",
                    "comments-area",
                    "cookie-banner",
                    "cookie-notice",
                    "disqus_thread",
                    "dropdown-menu",
                    "entry-footer",
                    "entry-meta",
                    "entry-utility",
                    "footer",
                    "giscus",
                    "hentry-meta",
                    "menu",
                    "nav",
                    "navbar",
                    "navigation",
                    "nav-links",
                    "newsletter",
                    "newsletter-signup",
                    "noprint",
                    "no-print",
                    "page-footer",
                    "page-header-meta",
                    "pager",
                    "pagination",
                    "permalink-nav",
                    "popup",
                    "post-footer",
                    "post-info",
                    "post-meta",
                    "post-nav",
                    "post-navigation",
                    "post-tags",
                    "posted-on",
                    "previous-next",
                    "print-hidden",
                    "promo",
                    "read-next",
                    "recommended",
                    "related",
                    "respond",
                    "screen-reader-text",
                    "sidebar",
                    "site-footer",
                    "site-header",
                    "skip-link",
                    "social",
                    "social-icons",
                    "social-links",
                    "social-media",
                    "social-media-links",
                    "sponsored",
                    "sr-only",
                    "subscribe",
                    "subscribe-form",
                    "subscription-widget",
                    "table-of-contents",
                    "tag-links",
                    "tags-links",
                    "toc",
                    "utterances",
                    "visually-hidden",
                    "webmentions",
                    "widget",
                    "widget-area"};
// Share buttons and the like that even feeds carry.
const Words widgets{"addtoany_content",
                    "addtoany_share_save_container",
                    "addthis_toolbox",
                    "feedflare",
                    "heateor_sss_sharing_container",
                    "jp-relatedposts",
                    "sharedaddy",
                    "sharing-buttons",
                    "share-buttons",
                    "shareaholic-canvas",
                    "social-share",
                    "ssba",
                    "yarpp-related",
                    "yarpp"};
constexpr std::array<std::string_view, 8> clutter_beginnings{"share-",    "sharing-", "social-share", "related-",
                                                             "comments-", "disqus-",  "newsletter-",  "subscribe-"};
const Words content_names{
    "e-content",        "entry-content", "post-content",    "post__content",     "article-content",
    "article__content", "article-body",  "article__body",   "post-body",         "story-body",
    "gh-content",       "markdown-body", "td-post-content", "post-full-content", "crayons-article__body",
    "available-content"};
const Words headline_names{"entry-title", "post-title", "article-title", "p-name"};
const Words cover_names{"wp-post-image",   "post-thumbnail",   "featured-image", "post-cover",
                        "hero-image",      "cover-image",      "article-cover",  "u-featured",
                        "entry-thumbnail", "gh-article-image", "post-image"};

template <typename Test>
bool any_word(std::string_view words, Test test) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find_first_of(" \t\n"), words.size());
    if (end > 0 && test(words.substr(0, end))) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

bool is_called(const GumboNode& element, const Words& names) {
  const auto known = [&](std::string_view word) { return names.contains(word); };
  return any_word(attribute(element, "class").value_or(""), known) ||
         any_word(attribute(element, "id").value_or(""), known);
}

bool begins_like_clutter(const GumboNode& element) {
  const auto known = [](std::string_view word) {
    return std::any_of(clutter_beginnings.begin(), clutter_beginnings.end(),
                       [&](std::string_view beginning) { return word.starts_with(beginning); });
  };
  return any_word(attribute(element, "class").value_or(""), known) ||
         any_word(attribute(element, "id").value_or(""), known);
}

bool is_hidden(const GumboNode& element) {
  std::string style = core::ascii_lower(attribute(element, "style").value_or(""));
  std::erase(style, ' ');
  return attribute(element, "hidden") || style.find("display:none") != std::string::npos;
}

bool shares(const GumboNode& element) {
  const std::string_view href = attribute(element, "href").value_or("");
  static constexpr std::array<std::string_view, 10> endpoints{"twitter.com/intent/tweet",
                                                              "twitter.com/share",
                                                              "x.com/intent/",
                                                              "facebook.com/sharer",
                                                              "facebook.com/share.php",
                                                              "linkedin.com/shareArticle",
                                                              "linkedin.com/sharing/",
                                                              "reddit.com/submit",
                                                              "pinterest.com/pin/create",
                                                              "news.ycombinator.com/submitlink"};
  return std::any_of(endpoints.begin(), endpoints.end(),
                     [&](std::string_view endpoint) { return href.find(endpoint) != std::string_view::npos; });
}

// "The post X appeared first on Y."
bool is_farewell(const GumboNode& element) {
  const std::string text = core::collapse_space(deep_text(element));
  return text.size() < 1000 && text.starts_with("The post ") && text.find(" appeared first on ") != std::string::npos;
}

// How much of a post a part of the page may be: its text, and something for each picture.
std::size_t weight(const GumboNode& node) {
  constexpr std::size_t picture = 100;
  std::size_t sum = 0;
  walk(node, [&](const GumboNode& at) {
    const std::string_view tag = tag_name(at);
    if (tag == "script" || tag == "style" || tag == "template") return Walk::past;
    if (is_text(at)) sum += core::trim(text_of(at)).size();
    if (tag == "img" || tag == "iframe" || tag == "video") sum += picture;
    return Walk::into;
  });
  return sum;
}

bool is_within(const GumboNode& node, std::initializer_list<std::string_view> tags) {
  for (const GumboNode* at = node.parent; at != nullptr && is_element(*at); at = at->parent) {
    if (std::find(tags.begin(), tags.end(), tag_name(*at)) != tags.end()) return true;
  }
  return false;
}

bool is_footnotes(const GumboNode& element) {
  return find_node(element, [](const GumboNode& node) {
           return has_class(node, "footnotes") || attribute(node, "role") == "doc-endnotes";
         }) != nullptr;
}

bool is_clutter(const GumboNode& element) {
  const std::string_view tag = tag_name(element);
  const std::string_view role = attribute(element, "role").value_or("");
  if (tag == "nav" || tag == "form" || tag == "button" || tag == "dialog") return true;
  if (role == "navigation" || role == "search" || role == "banner" || role == "contentinfo") return true;
  if (tag == "footer") return !is_within(element, {"blockquote", "figure", "details"}) && !is_footnotes(element);
  if (tag == "a") return shares(element);
  if (tag == "p" && is_farewell(element)) return true;
  if (tag.size() == 2 && tag[0] == 'h' && tag != "hr") return is_hidden(element);
  if (tag == "pre" || tag == "code" || tag == "img" || tag == "body") return false;
  return is_called(element, clutter) || is_called(element, widgets) || begins_like_clutter(element) ||
         is_hidden(element);
}

// Readers' comments and other posts are set as articles, too.
bool holds_others(const GumboNode& element) {
  static const Words names{"comments", "comments-area", "comment-list", "commentlist", "related", "jp-relatedposts"};
  return is_called(element, names) || begins_like_clutter(element);
}

struct Candidate {
  const GumboNode* node = nullptr;
  std::size_t weight = 0;
  std::size_t weight_of_all = 0;  // of its kind, one in another not counted
  std::size_t count = 0;
};

template <typename Wanted>
Candidate heaviest(const GumboNode& root, Wanted wanted) {
  Candidate best;
  walk(root, [&](const GumboNode& node) {
    if (!is_element(node)) return Walk::into;
    if (tag_name(node) != "body" && holds_others(node)) return Walk::past;
    if (!wanted(node)) return Walk::into;
    const std::size_t own = weight(node);
    best.weight_of_all += own;
    ++best.count;
    if (own > best.weight) {
      best.weight = own;
      best.node = &node;
    }
    return Walk::past;
  });
  return best;
}

// The weight of what is set as text rather than as a menu: paragraphs, lists' items, code, quotes, cells, without the
// words of links.
std::size_t weight_of_text(const GumboNode& node) {
  std::size_t sum = 0;
  const auto add = [&](const GumboNode& at) {
    const std::string_view tag = tag_name(at);
    if (tag == "script" || tag == "style" || tag == "template" || tag == "a" || tag == "nav") return Walk::past;
    if (is_text(at)) sum += core::trim(text_of(at)).size();
    return Walk::into;
  };
  walk(node, [&](const GumboNode& at) {
    const std::string_view tag = tag_name(at);
    if (tag == "nav" || tag == "template" || tag == "script") return Walk::past;
    if (tag != "p" && tag != "li" && tag != "pre" && tag != "blockquote" && tag != "dd" && tag != "td")
      return Walk::into;
    walk(at, add);
    return Walk::past;
  });
  return sum;
}

// Down from the body into whatever holds nearly all of its text, as long as that is not the text itself.
const GumboNode& narrowed(const GumboNode& body) {
  constexpr int deepest = 40;
  const GumboNode* at = &body;
  std::size_t whole = weight_of_text(body);
  for (int depth = 0; depth < deepest && whole > 0; ++depth) {
    const GumboNode* holder = nullptr;
    const GumboVector& nodes = children(*at);
    for (unsigned i = 0; i < nodes.length && holder == nullptr; ++i) {
      const GumboNode& node = child(nodes, i);
      const std::string_view tag = tag_name(node);
      const bool holds = tag == "div" || tag == "section" || tag == "td" || tag == "table" || tag == "tbody" ||
                         tag == "tr" || tag == "center" || tag == "form";
      if (!holds) continue;
      const std::size_t own = weight_of_text(node);
      if (5 * own < 4 * whole) continue;
      holder = &node;
      whole = own;
    }
    if (holder == nullptr) break;
    at = holder;
  }
  return *at;
}

void find_content(Article& article, const GumboNode& root, PageOrigin origin) {
  const auto named = heaviest(root, [](const GumboNode& node) {
    return attribute(node, "itemprop") == "articleBody" || is_called(node, content_names);
  });
  const auto main = heaviest(
      root, [](const GumboNode& node) { return tag_name(node) == "main" || attribute(node, "role") == "main"; });
  const auto marked = heaviest(root, [](const GumboNode& node) { return tag_name(node) == "article"; });
  const auto take = [&](const GumboNode& node, Bounds bounds) {
    article.content = &node;
    article.bounds = bounds;
  };
  article.alike = std::max(named.count, marked.count);
  // Several that weigh alike are a list of posts, and the whole of it is meant.
  for (const Candidate& candidate : {named, marked}) {
    if (candidate.node == nullptr || 2 * candidate.weight < candidate.weight_of_all) continue;
    article.alike = 1;
    return take(*candidate.node, Bounds::marked);
  }
  if (main.node != nullptr) return take(*main.node, Bounds::main);
  const GumboNode* body = find_node(root, [](const GumboNode& node) { return tag_name(node) == "body"; });
  if (body == nullptr) return take(root, Bounds::unmarked);
  const GumboNode& narrow = origin == PageOrigin::web ? narrowed(*body) : *body;
  take(narrow, &narrow == body ? Bounds::unmarked : Bounds::weighed);
}

// What the article's or the page's own frame around `content` has to say: its headline, a picture above the text.
void look_around(Article& article) {
  const GumboNode* frame = article.content;
  while (frame->parent != nullptr && is_element(*frame->parent) && tag_name(*frame) != "article" &&
         !has_class(*frame, "h-entry") && tag_name(*frame) != "main") {
    frame = frame->parent;
  }
  const bool framed = tag_name(*frame) == "article" || tag_name(*frame) == "main" || has_class(*frame, "h-entry");
  bool inside_cover = false;
  walk(*frame, [&](const GumboNode& node) {
    if (&node == article.content) return Walk::stop;
    if (!is_element(node)) return Walk::into;
    const std::string_view tag = tag_name(node);
    if (tag == "nav") return Walk::past;
    // Around a whole page's text stands the name of the site, too.
    const bool plain = tag == "h1" && (framed || !is_within(node, {"header"}));
    const bool heading = plain || ((tag == "h1" || tag == "h2" || tag == "h3") && is_called(node, headline_names));
    if (heading && !article.headline) {
      std::string text = heading_words(node);
      if (!text.empty()) article.headline = std::move(text);
    }
    if (is_called(node, cover_names)) inside_cover = true;
    if (tag == "img" && inside_cover && article.cover == nullptr) article.cover = &node;
    return Walk::into;
  });
}

// Medium's export sets title and subtitle as headings of the body.
void take_medium_title(Article& article) {
  const auto taken = [&](const char* name) -> std::optional<std::string> {
    const GumboNode* node = find_node(*article.content, [&](const GumboNode& at) { return has_class(at, name); });
    if (node == nullptr) return std::nullopt;
    std::string text = core::collapse_space(deep_text(*node));
    if (text.empty()) return std::nullopt;
    article.left_out.insert(node);
    return text;
  };
  if (auto title = taken("graf--title")) article.headline = std::move(title);
  article.subtitle = taken("graf--subtitle");
}

template <typename Unwanted>
void leave_out(Article& article, Unwanted unwanted) {
  std::optional<std::size_t> whole;
  walk(*article.content, [&](const GumboNode& node) {
    if (&node == article.content || !is_element(node) || !unwanted(node)) return Walk::into;
    // Half of the post is no ornament of it, whatever it is called.
    if (!whole) whole = weight(*article.content);
    if (2 * weight(node) > *whole) return Walk::into;
    article.left_out.insert(&node);
    return Walk::past;
  });
}

}  // namespace

Article find_article(const GumboNode& root, PageOrigin origin) {
  Article article;
  find_content(article, root, origin);
  look_around(article);
  take_medium_title(article);
  leave_out(article, is_clutter);
  return article;
}

Article whole_body(const GumboNode& root) {
  Article article;
  article.content = &root;
  leave_out(article, [](const GumboNode& node) { return is_closed(node) && is_called(node, widgets); });
  return article;
}

}  // namespace mediumsync::parse
