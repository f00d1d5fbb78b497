// From elements to the model: what each family of formats calls a title, a link, a date. Pure translation, table by
// table.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "parse/feed.hpp"
#include "parse/feed_tree.hpp"
#include "parse/feed_xml.hpp"

namespace mediumsync::parse {

// RSS 0.9x, 1.0 (RDF), 1.1 and 2.0 with their modules. `link` and `base` come out as far as xml:base goes; making them
// absolute takes the whole feed.
Feed rss_feed(const RawFeed& raw);
FeedEntry rss_entry(const RawEntry& raw);

// Atom 0.3 and 1.0.
Feed atom_feed(const RawFeed& raw);
FeedEntry atom_entry(const RawEntry& raw);

// A field's name in one vocabulary. Formats are lists of them, the best first.
struct Field {
  Vocabulary vocabulary;
  std::string_view name;
};
using Fields = std::initializer_list<Field>;

// The first field that says anything; white space around it is dropped.
std::optional<std::string> first_text(const Element& element, Fields fields);

// The first field that is a date.
std::optional<core::TimePoint> first_date(const Element& element, Fields fields);

// The first field that says anything, as HTML (RSS: text is HTML, markup that was not escaped is what it looks like).
struct Html {
  std::string html;
  std::optional<std::string> base;  // that field's xml:base, or what was passed
};
std::optional<Html> first_html(const Element& element, Fields fields, const std::optional<std::string>& base);

// The first field that says anything, as plain text, where feeds disagree whether it is HTML.
std::optional<std::string> first_label(const Element& element, Fields fields);

// An Atom text construct (RFC 4287 section 3.1; Atom 0.3's mode and media types) as HTML, and as text.
std::string construct_html(const Element& element);
std::string construct_text(const Element& element);

// The address among <link href rel type> elements that leads to the page, resolved against xml:base.
std::optional<std::string> page_link(const std::vector<const Element*>& links, const std::optional<std::string>& base);

// What a channel or feed asks of its readers, its addresses resolved against `base`.
Etiquette etiquette(const Element& channel, const std::optional<std::string>& base);

// The files an entry brings along, in every vocabulary's words.
std::vector<Attachment> attachments(const Element& element, const std::optional<std::string>& base);

// Adds one more, unless it is no web address, is known or one too many.
void add_attachment(std::vector<Attachment>& all, Attachment attachment);

// The name in an Atom person construct, or in RSS's "jane@blog.example (Jane)".
std::optional<std::string> person(const Element& element);

// Categories of every vocabulary, each once.
std::vector<std::string> categories(const Element& element);

// `reference` resolved against `base`; as it is where that is not possible.
std::string resolve_or_keep(const std::optional<std::string>& base, std::string_view reference);

}  // namespace mediumsync::parse
