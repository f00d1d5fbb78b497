#include <optional>
#include <string>
#include <vector>

#include "core/document.hpp"
#include "core/url.hpp"
#include "fuzz/invariants.hpp"
#include "parse/feed.hpp"
#include "parse/feed_discovery.hpp"
#include "parse/page_article.hpp"

namespace mediumsync::fuzz {
namespace {

void check_optional(const std::optional<std::string>& text, const char* what) {
  if (text) check_text(*text, what);
}

void check_address(const std::optional<std::string>& url, const char* what) {
  check_optional(url, what);
  if (url && !core::is_web_url(*url)) fail(std::string(what) + " is no address", *url);
}

void check_etiquette(const parse::Etiquette& etiquette) {
  for (const auto& interval : {etiquette.ttl, etiquette.update_interval}) {
    if (interval && (*interval < std::chrono::minutes(1) || *interval > std::chrono::hours(24 * 366))) {
      fail("an interval can't be meant", std::to_string(interval->count()));
    }
  }
  if (etiquette.hubs.size() > 8) fail("too many hubs", "");
  for (const std::string& hub : etiquette.hubs) check_address(hub, "a hub");
  check_address(etiquette.self, "a feed's own address");
  check_address(etiquette.next, "the next page");
}

void check_entry(const parse::FeedEntry& entry) {
  check_optional(entry.id, "an id");
  check_optional(entry.title, "an entry's title");
  check_optional(entry.link, "an entry's link");
  check_optional(entry.original, "an entry's other link");
  check_optional(entry.about, "what an entry is about");
  check_optional(entry.author, "an author");
  check_optional(entry.content, "a content");
  check_optional(entry.summary, "a summary");
  check_optional(entry.markdown, "an entry's Markdown");
  check_optional(entry.identity(), "an identity");
  check_address(entry.base, "a base");
  if (entry.categories.size() > 100) fail("too many categories", "");
  for (const std::string& category : entry.categories) check_text(category, "a category");
  if (entry.attachments.size() > 20) fail("too many attachments", "");
  for (const parse::Attachment& attachment : entry.attachments) {
    check_address(attachment.url, "an attachment");
    check_optional(attachment.type, "an attachment's type");
    check_optional(attachment.title, "an attachment's title");
  }
}

void check_item(const core::Item& item) {
  check_findings(item.findings);
  check_text(core::plain_text(item.body), "an item's body");
  check_address(item.canonical_url, "a canonical address");
}

}  // namespace

void check_feed(std::string_view bytes) {
  const auto feed = parse::feed(bytes, {"application/xml", "https://blog.example/feed.xml"});
  if (!feed) {
    if (feed.error().code.empty() || feed.error().message.empty()) fail("an error says nothing", feed.error().code);
    return check_text(feed.error().message, "an error");
  }
  check_optional(feed->title, "a feed's title");
  check_optional(feed->link, "a feed's link");
  check_optional(feed->id, "a feed's id");
  check_optional(feed->description, "a feed's description");
  for (const std::string& category : feed->categories) check_text(category, "a feed's category");
  check_etiquette(feed->etiquette);
  if (feed->entries.size() > 10'000) fail("too many entries", "");
  constexpr std::size_t as_posts = 3;
  std::size_t read = 0;
  for (const parse::FeedEntry& entry : feed->entries) {
    check_entry(entry);
    if (++read <= as_posts) check_item(parse::item(entry, *feed));
  }
}

void check_page(std::string_view bytes) {
  const parse::FeedContext page{"text/html", "https://blog.example/post"};
  const std::vector<parse::FeedLink> feeds = parse::feeds_of_page(bytes, page);
  if (feeds.size() > 20) fail("too many feeds", "");
  for (const parse::FeedLink& feed : feeds) {
    check_address(feed.url, "a feed's address");
    check_optional(feed.title, "a feed's name");
  }
  parse::FeedEntry entry;
  entry.title = "The title";
  entry.summary = "<p>Words of the teaser…</p>";
  const parse::PageArticle article = parse::article_of_page(bytes, page, entry);
  check_findings(article.body.findings);
  check_text(core::plain_text(article.body.document), "an article");
  check_address(article.canonical, "a canonical address");
  check_optional(article.doubt, "a doubt");
  if (article.doubt && article.doubt->empty()) fail("a doubt says nothing", "");
  if (!article.doubt && article.body.document.blocks.empty()) fail("nothing is taken for an article", "");
}

}  // namespace mediumsync::fuzz
