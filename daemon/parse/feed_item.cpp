#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/document.hpp"
#include "parse/feed.hpp"
#include "parse/feed_teaser.hpp"

namespace mediumsync::parse {

core::Item item(const FeedEntry& entry, const Feed& feed) {
  const std::string html = without_trackers(entry.content ? *entry.content : entry.summary.value_or(""));
  const std::optional<std::string>& base = entry.base ? entry.base : feed.link;
  Body body = html_body(html, Context{entry.identity().value_or(""), base});
  core::Item item;
  item.body = without_farewell(std::move(body.document));
  item.findings = std::move(body.findings);
  item.excerpt = excerpt(entry, item.body);
  item.title = entry.title;
  item.tags = entry.categories;
  for (const auto& page : {entry.original, entry.link}) {
    if (!item.canonical_url && page && core::is_web_url(*page)) item.canonical_url = page;
  }
  item.date = entry.published ? entry.published : entry.updated;
  return item;
}

}  // namespace mediumsync::parse
