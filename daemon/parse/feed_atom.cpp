#include "core/base64.hpp"
#include "core/html_escape.hpp"
#include "core/text.hpp"
#include "parse/encoding.hpp"
#include "parse/feed_dialect.hpp"
#include "parse/feed_text.hpp"

namespace mediumsync::parse {
namespace {

using enum Vocabulary;

// What a text construct holds; `either` where the feed does not say and both happen.
enum class Holds { text, html, markup, either, base64, nothing };

Holds holds(const Element& element) {
  const std::string written = core::ascii_lower(attribute(element, "type").value_or(""));
  const std::string type(core::trim(std::string_view(written).substr(0, written.find(';'))));
  if (core::equal_ignoring_case(attribute(element, "mode").value_or(""), "base64")) return Holds::base64;
  const bool xml = type == "xhtml" || type.ends_with("/xml") || type.ends_with("+xml");
  if (has_elements(element)) return Holds::markup;
  if (type.empty()) return Holds::either;
  if (type == "html" || type == "text/html" || xml) return Holds::html;
  if (type == "text" || type.starts_with("text/")) return Holds::text;
  if (type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/")) return Holds::nothing;
  return type.find('/') == std::string::npos ? Holds::either : Holds::base64;
}

// XHTML stands in a <div> that is not part of it (RFC 4287 section 3.1.1.3).
std::string markup_of(const Element& element) {
  const Element* only = only_child(element);
  return only != nullptr && core::equal_ignoring_case(only->name, "div") ? inner_html(*only) : inner_html(element);
}

}  // namespace

std::string construct_html(const Element& element) {
  const std::string words = text(element);
  switch (holds(element)) {
    case Holds::text:
      return core::escape_html(words);
    case Holds::html:
      return words;
    case Holds::markup:
      return markup_of(element);
    case Holds::either:
      return looks_like_html(words) ? words : core::escape_html(words);
    case Holds::base64: {
      std::optional<std::string> bytes = core::decode_base64(words);
      if (!bytes) return core::escape_html(words);
      // Only content may be of any type at all (RFC 4287 section 4.1.3.3), such as a picture.
      if (!core::is_utf8(*bytes)) return element.name == "content" ? std::string() : core::escape_html(words);
      *bytes = without_controls(*std::move(bytes));
      return looks_like_html(*bytes) ? *bytes : core::escape_html(*bytes);
    }
    case Holds::nothing:
      break;
  }
  return {};
}

std::string construct_text(const Element& element) {
  switch (holds(element)) {
    case Holds::text:
      return core::collapse_space(text(element));
    case Holds::either:
      return text_of_either(text(element));
    default:
      return text_of_html(construct_html(element));
  }
}

Feed atom_feed(const RawFeed& raw) {
  const Element& root = *raw.root;
  Feed feed;
  feed.title = first_label(root, {{atom, "title"}, {plain, "title"}, {dublin_core, "title"}});
  feed.link = page_link(children(root, {atom, plain}, "link"), raw.base);
  if (!feed.link) {
    if (const auto written = first_text(root, {{atom, "link"}, {plain, "link"}})) {
      feed.link = resolve_or_keep(raw.base, *written);
    }
  }
  feed.id = first_text(root, {{atom, "id"}, {plain, "id"}, {plain, "guid"}});
  feed.description = first_label(root, {{atom, "subtitle"},
                                        {plain, "subtitle"},
                                        {atom, "tagline"},
                                        {plain, "tagline"},
                                        {atom, "info"},
                                        {plain, "info"},
                                        {dublin_core, "description"}});
  feed.categories = categories(root);
  feed.etiquette = etiquette(root, raw.base);
  feed.updated = first_date(root, {{atom, "updated"},
                                   {plain, "updated"},
                                   {atom, "modified"},
                                   {plain, "modified"},
                                   {dublin_core, "date"},
                                   {dublin_core, "modified"}});
  return feed;
}

FeedEntry atom_entry(const RawEntry& raw) {
  const Element& element = raw.element;
  FeedEntry entry;
  entry.id = first_text(element, {{atom, "id"}, {plain, "id"}, {atom, "guid"}, {plain, "guid"}});
  entry.title = first_label(element, {{atom, "title"}, {plain, "title"}, {dublin_core, "title"}, {media, "title"}});
  entry.original = first_text(element, {{feedburner, "origLink"}});
  entry.link = page_link(children(element, {atom, plain}, "link"), raw.base);
  if (!entry.link) {
    if (const auto written = first_text(element, {{atom, "link"}, {plain, "link"}})) {
      entry.link = resolve_or_keep(raw.base, *written);
    }
  }
  const auto content = first_html(
      element,
      {{atom, "content"}, {plain, "content"}, {Vocabulary::content, "encoded"}, {xhtml, "body"}, {xhtml, "div"}},
      raw.base);
  const auto summary = first_html(element,
                                  {{atom, "summary"},
                                   {plain, "summary"},
                                   {plain, "description"},
                                   {atom, "description"},
                                   {media, "description"},
                                   {dublin_core, "description"}},
                                  raw.base);
  if (content) entry.content = content->html;
  if (summary) entry.summary = summary->html;
  entry.base = content ? content->base : summary ? summary->base : raw.base;
  for (const Element* author : children(element, {atom, plain}, "author")) {
    if (!entry.author) entry.author = person(*author);
  }
  if (!entry.author) entry.author = first_label(element, {{dublin_core, "creator"}, {itunes, "author"}});
  entry.categories = categories(element);
  entry.attachments = attachments(element, raw.base);
  entry.published = first_date(element, {{atom, "published"},
                                         {plain, "published"},
                                         {atom, "issued"},
                                         {plain, "issued"},
                                         {atom, "created"},
                                         {plain, "created"},
                                         {plain, "pubDate"},
                                         {dublin_core, "date"},
                                         {dublin_core, "issued"},
                                         {dublin_core, "created"}});
  entry.updated = first_date(
      element,
      {{atom, "updated"}, {plain, "updated"}, {atom, "modified"}, {plain, "modified"}, {dublin_core, "modified"}});
  return entry;
}

}  // namespace mediumsync::parse
