#include <algorithm>
#include <iterator>
#include <utility>

#include "core/html_escape.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/document.hpp"
#include "parse/feed.hpp"
#include "parse/feed_teaser.hpp"
#include "parse/feed_text.hpp"

namespace mediumsync::parse {
namespace {

// What belongs to the entry but not to its text, as HTML; nothing that `html` has already.
std::string beside_the_text(const FeedEntry& entry, std::string_view html) {
  std::string beside;
  const auto is_there = [&](const std::string& url) {
    return html.find(url) != std::string_view::npos || html.find(core::escape_html(url)) != std::string_view::npos;
  };
  for (const Attachment& attachment : entry.attachments) {
    const std::string type = core::ascii_lower(attachment.type.value_or(""));
    if ((!type.starts_with("audio") && !type.starts_with("video")) || is_there(attachment.url)) continue;
    beside += "<audio src=\"" + core::escape_html(attachment.url) + "\"";
    if (attachment.title) beside += " title=\"" + core::escape_html(*attachment.title) + "\"";
    beside += "></audio>";
  }
  if (entry.about && core::is_web_url(*entry.about) && !is_there(*entry.about) && entry.about != entry.link) {
    beside += "<p><a href=\"" + core::escape_html(*entry.about) + "\">" + core::escape_html(*entry.about) + "</a></p>";
  }
  return beside;
}

}  // namespace

core::Item item(const FeedEntry& entry, const Feed& feed) {
  const std::string html = without_trackers(entry.content ? *entry.content : entry.summary.value_or(""));
  const std::optional<std::string>& base = entry.base ? entry.base : feed.link;
  const Context context{entry.identity().value_or(""), base};
  Body body = entry.markdown ? markdown_body(*entry.markdown, context, 1) : html_body(html, context);
  core::Item item;
  item.body = without_farewell(std::move(body.document));
  item.findings = std::move(body.findings);
  item.excerpt = excerpt(entry, item.body);
  if (const std::string beside = beside_the_text(entry, html); !beside.empty()) {
    Body more = html_body(beside, context);
    std::ranges::move(more.document.blocks, std::back_inserter(item.body.blocks));
  }
  item.title = entry.title;
  item.tags = entry.categories;
  for (const auto& page : {entry.original, entry.link}) {
    if (!item.canonical_url && page && core::is_web_url(*page)) item.canonical_url = page;
  }
  item.date = entry.published ? entry.published : entry.updated;
  return item;
}

}  // namespace mediumsync::parse
