#include "parse/feed.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/encoding.hpp"
#include "parse/feed_dialect.hpp"
#include "parse/feed_discovery.hpp"
#include "parse/feed_xml.hpp"
#include "parse/json_feed.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_bytes = 16 << 20;
constexpr std::size_t max_converted = 24 << 20;  // as UTF-8: what 16 MiB of UTF-16 can come to

bool is_atom(const Element& root) {
  return is(root, {Vocabulary::plain, Vocabulary::atom, Vocabulary::other}, "feed");
}

bool is_absolute(std::string_view url) {
  return core::Url::parse(url).scheme.has_value();
}

// The first of the candidates that a page's references can be resolved against.
std::optional<std::string> first_web_url(std::initializer_list<std::optional<std::string>> candidates) {
  for (const auto& candidate : candidates) {
    if (candidate && core::is_web_url(*candidate)) return candidate;
  }
  return std::nullopt;
}

void keep_web_addresses(Etiquette& etiquette, const std::optional<std::string>& url) {
  constexpr std::size_t max_hubs = 8;
  for (std::optional<std::string>* address : {&etiquette.self, &etiquette.next}) {
    if (!*address) continue;
    *address = resolve_or_keep(url, **address);
    if (!core::is_web_url(**address)) address->reset();
  }
  std::erase_if(etiquette.hubs, [](const std::string& hub) { return !core::is_web_url(hub); });
  etiquette.hubs.resize(std::min(etiquette.hubs.size(), max_hubs));
}

// Addresses are read against xml:base, which the dialects saw to, then against the site's. A feed that came from
// nowhere keeps them as they are written.
void make_absolute(Feed& feed, const std::optional<std::string>& url) {
  if (feed.link && !is_absolute(*feed.link)) feed.link = resolve_or_keep(url, *feed.link);
  keep_web_addresses(feed.etiquette, url);
  const std::optional<std::string> site = first_web_url({feed.link, url});
  for (FeedEntry& entry : feed.entries) {
    if (url && entry.link && !is_absolute(*entry.link)) entry.link = resolve_or_keep(site, *entry.link);
    if (entry.about && !is_absolute(*entry.about)) entry.about = resolve_or_keep(site, *entry.about);
    for (Attachment& attachment : entry.attachments) {
      if (!is_absolute(attachment.url)) attachment.url = resolve_or_keep(site, attachment.url);
    }
    std::erase_if(entry.attachments, [](const Attachment& attachment) { return !core::is_web_url(attachment.url); });
    entry.base = first_web_url({entry.base, entry.link, site});
  }
}

core::Unexpected<ParseError> not_a_feed(std::string message) {
  return core::Unexpected<ParseError>(ParseError{"not-a-feed", std::move(message), std::nullopt, std::nullopt});
}

core::Unexpected<ParseError> too_large() {
  return core::Unexpected<ParseError>(
      ParseError{"feed-too-large", "the feed is larger than 16 MiB; ask its site for a shorter one", {}, {}});
}

// The feeds that an HTML page names, as a hint.
core::Unexpected<ParseError> html_page(std::string_view bytes, const FeedContext& context) {
  const std::vector<FeedLink> feeds = feeds_of_page(bytes, context);
  if (feeds.empty() || feeds.front().sureness == FeedLink::Sureness::guessed) {
    return not_a_feed("the document is an HTML page, not a feed; look for the site's RSS, Atom or JSON Feed address");
  }
  return not_a_feed("the document is an HTML page; it announces its feed at " + core::printable(feeds.front().url) +
                    ", use that as the feed's url");
}

core::Unexpected<ParseError> what_it_is(std::string_view bytes, std::string_view text, const RawFeed& raw,
                                        const FeedContext& context) {
  const std::string_view start = core::trim(text);
  if (start.empty()) return not_a_feed("the document is empty; check the feed's URL in a browser");
  if (bytes.starts_with("\x1f\x8b"))
    return not_a_feed("the document is still compressed (gzip); the server sent it so without saying it");
  if (start.starts_with('{') || start.starts_with('[')) {
    return not_a_feed("the document is JSON, but not a JSON Feed; check the feed's URL");
  }
  const std::string first = core::ascii_lower(raw.first_element.value_or(""));
  const std::string head = core::ascii_lower(start.substr(0, 1024));
  if (first == "html" || first == "head" || first == "body" || head.find("<!doctype html") != std::string::npos) {
    return html_page(bytes, context);
  }
  if (raw.first_element) {
    return not_a_feed("the document is XML or HTML that begins with <" + core::printable(*raw.first_element) +
                      ">, not a feed (<rss>, <feed> or <rdf:RDF>); check the feed's URL");
  }
  if (bytes.find('\0') != std::string_view::npos) {
    return not_a_feed("the document is binary data, not a feed; check the feed's URL");
  }
  if (start.starts_with('<')) return not_a_feed("the document has no element at all; check the feed's URL");
  return not_a_feed("the document is plain text, not a feed; check the feed's URL");
}

core::Expected<Feed, ParseError> read_json(std::string_view bytes, std::string_view text, const FeedContext& context) {
  std::optional<Feed> read = json_feed(text);
  if (!read) return what_it_is(bytes, text, {}, context);
  return *std::move(read);
}

core::Expected<Feed, ParseError> read_xml(std::string_view bytes, std::string_view text,
                                          const std::optional<std::string>& url, const FeedContext& context) {
  std::vector<FeedEntry> entries;
  const RawFeed raw = read_feed_xml(text, url, [&](const Element& root, const RawEntry& entry) {
    entries.push_back(is_atom(root) ? atom_entry(entry) : rss_entry(entry));
  });
  if (!raw.root) return what_it_is(bytes, text, raw, context);
  Feed result = is_atom(*raw.root) ? atom_feed(raw) : rss_feed(raw);
  result.entries = std::move(entries);
  result.cut_off = raw.cut_off;
  return result;
}

}  // namespace

std::optional<std::string> FeedEntry::identity() const {
  const auto given = [](const std::optional<std::string>& text) { return text && !core::trim(*text).empty(); };
  if (given(id)) return id;
  if (given(link)) return link;
  if (!given(title) && !published) return std::nullopt;
  // Not `updated`: it changes, and an entry that changes is not a new one.
  return title.value_or("") + "\n" + (published ? core::format_rfc3339(*published) : std::string());
}

core::Expected<Feed, ParseError> feed(std::string_view bytes, const FeedContext& context) {
  if (bytes.size() > max_bytes) return too_large();
  const std::optional<std::string> converted = converted_to_utf8(bytes, context.content_type);
  if (converted && converted->size() > max_converted) return too_large();
  const std::string_view utf8 = converted ? std::string_view(*converted) : bytes;
  const std::optional<std::string> url = first_web_url({context.url});
  auto result = looks_like_json(utf8) ? read_json(bytes, utf8, context) : read_xml(bytes, utf8, url, context);
  if (result) make_absolute(*result, url);
  return result;
}

}  // namespace mediumsync::parse
