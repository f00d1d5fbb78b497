#include "parse/feed.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/encoding.hpp"
#include "parse/feed_dialect.hpp"
#include "parse/feed_text.hpp"
#include "parse/feed_xml.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_bytes = 16 << 20;
constexpr std::size_t max_converted = 24 << 20;  // as UTF-8: what 16 MiB of UTF-16 can come to

bool is_atom(const Element& root) {
  return is(root, {Vocabulary::plain, Vocabulary::atom, Vocabulary::other}, "feed");
}

bool is_absolute(const std::optional<std::string>& url) {
  return url && core::Url::parse(*url).scheme;
}

// The first of the candidates that a page's references can be resolved against.
std::optional<std::string> first_web_url(std::initializer_list<std::optional<std::string>> candidates) {
  for (const auto& candidate : candidates) {
    if (candidate && core::is_web_url(*candidate)) return candidate;
  }
  return std::nullopt;
}

void make_absolute(Feed& feed, const std::optional<std::string>& url) {
  if (feed.link && !is_absolute(feed.link)) feed.link = resolve_or_keep(url, *feed.link);
  for (FeedEntry& entry : feed.entries) {
    const std::optional<std::string> site = first_web_url({feed.link, url});
    if (entry.link && !is_absolute(entry.link)) entry.link = resolve_or_keep(site, *entry.link);
    entry.base = first_web_url({entry.base, entry.link, site});
  }
}

// The address of the feed that an HTML page announces (<link rel="alternate" type="application/rss+xml" href>).
std::optional<std::string> announced_feed(std::string_view page, const std::optional<std::string>& url) {
  const std::string lower = core::ascii_lower(page);
  for (const std::string_view type : {"application/rss+xml", "application/atom+xml"}) {
    const std::size_t at = lower.find(type);
    if (at == std::string::npos) continue;
    const std::size_t start = lower.rfind("<link", at);
    const std::size_t end = lower.find('>', at);
    if (start == std::string::npos || end == std::string::npos) continue;
    std::size_t href = lower.find("href=", start);
    if (href == std::string::npos || href > end) continue;
    href += 5;
    const bool quoted = page[href] == '"' || page[href] == '\'';
    const std::size_t stop = quoted ? page.find(page[href], href + 1) : page.find_first_of(" \t\r\n/>", href);
    if (stop == std::string::npos || stop > end) continue;
    return resolve_or_keep(url, decode_references(page.substr(href + quoted, stop - href - quoted)));
  }
  return std::nullopt;
}

core::Unexpected<ParseError> not_a_feed(std::string message) {
  return core::Unexpected<ParseError>(ParseError{"not-a-feed", std::move(message), std::nullopt, std::nullopt});
}

core::Unexpected<ParseError> too_large() {
  return core::Unexpected<ParseError>(
      ParseError{"feed-too-large", "the feed is larger than 16 MiB; ask its site for a shorter one", {}, {}});
}

core::Unexpected<ParseError> what_it_is(std::string_view bytes, std::string_view text, const RawFeed& raw,
                                        const FeedContext& context) {
  using namespace std::string_view_literals;
  const std::string_view start = core::trim(text);
  if (start.empty()) return not_a_feed("the document is empty; check the feed's URL in a browser");
  if (bytes.starts_with("\x1f\x8b"))
    return not_a_feed("the document is still compressed (gzip); the server sent it so without saying it");
  if (start.starts_with('{') || start.starts_with('[')) {
    return not_a_feed("the document is JSON, not RSS or Atom; use the site's RSS or Atom address");
  }
  const std::string first = core::ascii_lower(raw.first_element.value_or(""));
  const std::string head = core::ascii_lower(start.substr(0, 1024));
  if (first == "html" || first == "head" || first == "body" || head.find("<!doctype html") != std::string::npos) {
    if (const auto feed = announced_feed(text, context.url)) {
      return not_a_feed("the document is an HTML page; it announces its feed at " + core::printable(*feed) +
                        ", use that as the feed's url");
    }
    return not_a_feed("the document is an HTML page, not a feed; look for the site's RSS or Atom address");
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
  std::vector<FeedEntry> entries;
  const RawFeed raw = read_feed_xml(utf8, url, [&](const Element& root, const RawEntry& entry) {
    entries.push_back(is_atom(root) ? atom_entry(entry) : rss_entry(entry));
  });
  if (!raw.root) return what_it_is(bytes, utf8, raw, context);
  Feed result = is_atom(*raw.root) ? atom_feed(raw) : rss_feed(raw);
  result.entries = std::move(entries);
  make_absolute(result, url);
  return result;
}

}  // namespace mediumsync::parse
