#include "parse/json_feed.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/html_escape.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/feed_date.hpp"
#include "parse/feed_dialect.hpp"
#include "parse/feed_text.hpp"
#include "parse/feed_xml.hpp"
#include "parse/json_mend.hpp"

namespace mediumsync::parse {
namespace {

using nlohmann::json;

constexpr std::size_t max_nodes = 50'000;  // of one item, or of the feed around its items
constexpr std::size_t max_depth = 16;      // nothing that is read lies deeper than 6

// A string, or a number as it would be written: ids are numbers in many a feed.
std::optional<std::string> text_of(const json& value) {
  std::optional<std::string> text;
  if (value.is_string()) text = without_controls(value.get_ref<const std::string&>());
  if (value.is_number()) text = value.dump();
  if (!text || core::trim(*text).empty()) return std::nullopt;
  return text;
}

std::optional<std::string> text_of(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found == object.end() ? std::nullopt : text_of(*found);
}

std::optional<std::string> label_of(const json& object, const char* name) {
  const auto text = text_of(object, name);
  return text ? std::optional(core::collapse_space(*text)) : std::nullopt;
}

std::optional<std::string> address_of(const json& object, const char* name) {
  const auto text = text_of(object, name);
  return text ? std::optional(resolve_or_keep(std::nullopt, *text)) : std::nullopt;
}

std::optional<core::TimePoint> date_of(const json& object, const char* name) {
  const auto text = text_of(object, name);
  return text ? feed_date(*text) : std::nullopt;
}

// The values of a member that is a list, or should be one.
std::vector<const json*> list_of(const json& object, const char* name) {
  std::vector<const json*> values;
  const auto found = object.find(name);
  if (found == object.end()) return values;
  if (!found->is_array()) return {&*found};
  for (const json& value : *found) values.push_back(&value);
  return values;
}

// Plain text as HTML: an empty line begins a paragraph, a line break stays one.
std::string html_of_text(std::string_view text) {
  std::string html = "<p>";
  std::size_t breaks = 0;
  for (const char c : core::escape_html(core::trim(text))) {
    if (c == '\n') {
      ++breaks;
    } else if (c != '\r') {
      if (breaks > 0) html += breaks > 1 ? "</p>\n<p>" : "<br>\n";
      breaks = 0;
      html += c;
    }
  }
  return html + "</p>";
}

// 1.1 has a list of authors, 1.0 one.
std::optional<std::string> author_of(const json& object) {
  for (const char* member : {"authors", "author"}) {
    for (const json* author : list_of(object, member)) {
      if (auto name = author->is_object() ? label_of(*author, "name") : text_of(*author)) return name;
    }
  }
  return std::nullopt;
}

FeedEntry entry_of(const json& item) {
  FeedEntry entry;
  entry.id = text_of(item, "id");
  entry.title = label_of(item, "title");
  // `external_url` is another's page that the item is about: never where it stands itself.
  entry.link = address_of(item, "url");
  if (!entry.link && entry.id && core::is_web_url(core::trim(*entry.id))) {
    entry.link = resolve_or_keep(std::nullopt, *entry.id);
  }
  entry.about = address_of(item, "external_url");
  entry.author = author_of(item);
  entry.content = text_of(item, "content_html");
  if (const auto text = text_of(item, "content_text"); text && !entry.content) entry.content = html_of_text(*text);
  if (const auto summary = text_of(item, "summary")) entry.summary = core::escape_html(core::trim(*summary));
  for (const json* tag : list_of(item, "tags")) {
    const auto name = text_of(*tag);
    if (name && std::ranges::find(entry.categories, *name) == entry.categories.end()) {
      entry.categories.push_back(core::collapse_space(*name));
    }
  }
  for (const json* attachment : list_of(item, "attachments")) {
    if (auto url = address_of(*attachment, "url")) {
      add_attachment(entry.attachments,
                     {*std::move(url), text_of(*attachment, "mime_type"), label_of(*attachment, "title")});
    }
  }
  entry.published = date_of(item, "date_published");
  entry.updated = date_of(item, "date_modified");
  return entry;
}

Feed feed_of(const json& object) {
  Feed feed;
  feed.title = label_of(object, "title");
  feed.link = address_of(object, "home_page_url");
  feed.id = address_of(object, "feed_url");
  feed.description = label_of(object, "description");
  feed.etiquette.self = feed.id;
  feed.etiquette.next = address_of(object, "next_url");
  const auto expired = object.find("expired");
  feed.etiquette.expired = expired != object.end() && expired->is_boolean() && expired->get<bool>();
  for (const json* hub : list_of(object, "hubs")) {
    const std::string type = core::ascii_lower(text_of(*hub, "type").value_or("websub"));
    if (type != "websub" && type != "pubsubhubbub") continue;
    if (auto url = address_of(*hub, "url")) feed.etiquette.hubs.push_back(*std::move(url));
  }
  return feed;
}

bool has_item_members(const json& item) {
  return item.contains("content_html") || item.contains("content_text") || item.contains("date_published");
}

// By what it says it is, else by members that only this format has.
bool is_feed(const json& object) {
  const std::string version = text_of(object, "version").value_or("");
  return version.find("jsonfeed.org/") != std::string::npos || object.contains("home_page_url") ||
         object.contains("feed_url");
}

// Builds values from the parser's events, so that one item is held at a time. Lives for one json_feed().
class ItemReader : public nlohmann::json_sax<json> {
 public:
  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override;
  bool parse_error(std::size_t, const std::string&, const json::exception&) override { return false; }

  std::optional<Feed> take();

 private:
  bool open(json value);
  bool close();
  bool add(json value);
  json* place(json value);
  bool in_items() const { return levels_.size() == 2 && items_; }

  json feed_;
  json item_;
  std::vector<json*> levels_;  // the open values; those of an item begin with the third
  std::string key_;
  std::size_t skipped_ = 0;  // open values that are too deep, or too many
  std::size_t nodes_ = 0;
  bool items_ = false;  // the array at the second level is that of the items
  bool known_ = false;  // an item could be none but this format's
  std::vector<FeedEntry> entries_;
};

bool ItemReader::key(string_t& name) {
  if (skipped_ == 0) key_ = std::move(name);
  return true;
}

// Where the value came to lie; nullptr where there is no more room.
json* ItemReader::place(json value) {
  if (levels_.empty()) {
    feed_ = std::move(value);
    return &feed_;
  }
  if (in_items()) {
    nodes_ = 0;
    item_ = std::move(value);
    return &item_;
  }
  if (++nodes_ > max_nodes) return nullptr;
  json& around = *levels_.back();
  if (around.is_array()) return &around.emplace_back(std::move(value));
  return &(around[key_] = std::move(value));
}

bool ItemReader::add(json value) {
  if (skipped_ == 0 && !in_items()) place(std::move(value));
  return true;
}

bool ItemReader::open(json value) {
  const bool items = levels_.size() == 1 && value.is_array() && key_ == "items" && skipped_ == 0;
  if (items) nodes_ = 0;  // whatever stands around them, the items are read
  json* placed = skipped_ > 0 || levels_.size() >= max_depth ? nullptr : place(std::move(value));
  if (placed == nullptr) {
    ++skipped_;
    return true;
  }
  if (items) items_ = true;
  levels_.push_back(placed);
  return true;
}

bool ItemReader::close() {
  if (skipped_ > 0) {
    --skipped_;
    return true;
  }
  levels_.pop_back();
  if (levels_.size() == 1) items_ = false;
  if (!in_items()) return true;
  if (item_.is_object()) {
    known_ = known_ || has_item_members(item_);
    entries_.push_back(entry_of(item_));
  }
  item_ = nullptr;
  return entries_.size() < max_entries;
}

std::optional<Feed> ItemReader::take() {
  if (!feed_.is_object() || (!known_ && !is_feed(feed_))) return std::nullopt;
  Feed feed = feed_of(feed_);
  feed.entries = std::move(entries_);
  return feed;
}

}  // namespace

bool looks_like_json(std::string_view text) {
  return core::trim(text).starts_with('{');
}

std::optional<Feed> json_feed(std::string_view text) {
  const std::optional<std::string> mended = mended_json(text);
  ItemReader reader;
  const bool whole =
      json::sax_parse(mended ? std::string_view(*mended) : text, &reader, json::input_format_t::json, false);
  std::optional<Feed> feed = reader.take();
  if (feed) feed->cut_off = !whole && feed->entries.size() < max_entries;
  return feed;
}

}  // namespace mediumsync::parse
