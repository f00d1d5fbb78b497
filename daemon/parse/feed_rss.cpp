#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/feed_dialect.hpp"

namespace mediumsync::parse {
namespace {

using enum Vocabulary;

// <link>address</link> or one written as Atom's are, the last of several as other readers have it; an Atom link beside
// it; CDF's HREF on the element itself.
std::optional<std::string> rss_link(const Element& element, const std::optional<std::string>& base) {
  std::optional<std::string> last;
  for (const Element* link : children(element, {plain}, "link")) {
    const std::string words = text(*link);
    if (!core::trim(words).empty()) {
      last = resolve_or_keep(base_in(*link, base), words);
    } else if (auto page = page_link({link}, base)) {
      last = std::move(page);
    }
  }
  if (last) return last;
  if (auto link = page_link(children(element, {atom}, "link"), base)) return link;
  if (const auto href = attribute(element, "href")) return resolve_or_keep(base, *href);
  return std::nullopt;
}

// A guid is a link unless it says that it is none (RSS 2.0); one that is no URL says so, too.
std::optional<std::string> permalink(const Element& element) {
  const Element* guid = child(element, {plain}, "guid");
  if (guid == nullptr) return std::nullopt;
  if (core::equal_ignoring_case(core::trim(attribute(*guid, "isPermaLink").value_or("true")), "false")) {
    return std::nullopt;
  }
  const std::string words = text(*guid);
  if (!core::is_web_url(core::trim(words))) return std::nullopt;
  return resolve_or_keep(std::nullopt, words);
}

const Element& channel_of(const Element& root) {
  const Element* channel = child(root, {plain, atom}, "channel");
  return channel == nullptr ? root : *channel;
}

}  // namespace

Feed rss_feed(const RawFeed& raw) {
  const Element& channel = channel_of(*raw.root);
  const std::optional<std::string> base = base_in(channel, raw.base);
  Feed feed;
  feed.title = first_label(channel, {{plain, "title"}, {atom, "title"}, {dublin_core, "title"}, {itunes, "title"}});
  feed.link = rss_link(channel, base);
  feed.id = first_text(channel, {{atom, "id"}, {plain, "id"}, {plain, "guid"}});
  feed.description = first_label(channel, {{plain, "description"},
                                           {atom, "subtitle"},
                                           {plain, "subtitle"},
                                           {dublin_core, "description"},
                                           {itunes, "summary"},
                                           {itunes, "subtitle"},
                                           {plain, "abstract"}});
  feed.categories = categories(channel);
  feed.etiquette = etiquette(channel, base);
  feed.updated = first_date(channel, {{plain, "lastBuildDate"},
                                      {atom, "updated"},
                                      {plain, "pubDate"},
                                      {dublin_core, "date"},
                                      {dublin_core, "modified"}});
  return feed;
}

FeedEntry rss_entry(const RawEntry& raw) {
  const Element& element = raw.element;
  FeedEntry entry;
  entry.id = first_text(element, {{plain, "guid"}, {atom, "id"}, {plain, "id"}});
  if (!entry.id) entry.id = attribute(element, rdf, "about");
  if (!entry.id) entry.id = first_text(element, {{dublin_core, "identifier"}});
  entry.title = first_label(
      element, {{plain, "title"}, {atom, "title"}, {dublin_core, "title"}, {media, "title"}, {itunes, "title"}});
  entry.original = first_text(element, {{feedburner, "origLink"}});
  entry.link = rss_link(element, raw.base);
  if (!entry.link) entry.link = permalink(element);
  auto content = first_html(element,
                            {{Vocabulary::content, "encoded"},
                             {plain, "encoded"},
                             {xhtml, "body"},
                             {xhtml, "div"},
                             {plain, "fullitem"},
                             {atom, "content"},
                             {plain, "body"},
                             {plain, "content"}},
                            raw.base);
  auto summary = first_html(element, {{atom, "summary"}, {plain, "summary"}}, raw.base);
  auto description = first_html(element,
                                {{plain, "description"},
                                 {dublin_core, "description"},
                                 {itunes, "summary"},
                                 {media, "description"},
                                 {plain, "abstract"},
                                 {itunes, "subtitle"}},
                                raw.base);
  if (!content && summary && description) {
    content = std::move(description);
  } else if (description) {
    summary = std::move(description);
  }
  if (content) entry.content = content->html;
  if (summary) entry.summary = summary->html;
  if (!content && !summary) entry.markdown = first_text(element, {{source, "markdown"}});
  entry.base = content ? content->base : summary ? summary->base : raw.base;
  for (const Vocabulary vocabulary : {plain, dublin_core, itunes, atom}) {
    const Element* author = child(element, {vocabulary}, vocabulary == dublin_core ? "creator" : "author");
    if (author != nullptr && !entry.author) entry.author = person(*author);
  }
  entry.categories = categories(element);
  entry.attachments = attachments(element, raw.base);
  entry.published = first_date(element, {{plain, "pubDate"},
                                         {atom, "published"},
                                         {dublin_core, "date"},
                                         {dublin_core, "issued"},
                                         {dublin_core, "created"},
                                         {plain, "date"},
                                         {plain, "published"}});
  entry.updated = first_date(element, {{atom, "updated"}, {dublin_core, "modified"}, {plain, "updated"}});
  return entry;
}

}  // namespace mediumsync::parse
