#include "parse/linked_data.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "parse/feed_text.hpp"

namespace mediumsync::parse {
namespace {

using nlohmann::json;

constexpr std::size_t max_articles = 10;

const json* member(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found == object.end() ? nullptr : &*found;
}

std::optional<std::string> text_of(const json& object, const char* name) {
  const json* value = member(object, name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  std::string text = text_of_either(value->get_ref<const std::string&>());
  if (text.empty()) return std::nullopt;
  return text;
}

template <typename Test>
bool any_value(const json* value, Test test) {
  if (value == nullptr) return false;
  if (!value->is_array()) return test(*value);
  return std::ranges::any_of(*value, test);
}

bool has_type(const json& object, bool (*wanted)(std::string_view)) {
  return any_value(member(object, "@type"), [&](const json& type) {
    if (!type.is_string()) return false;
    std::string_view name = type.get_ref<const std::string&>();
    name.remove_prefix(name.rfind('/') == std::string_view::npos ? 0 : name.rfind('/') + 1);
    return wanted(name);
  });
}

bool is_article(std::string_view type) {
  return type.ends_with("Article") || type.ends_with("Posting") || type == "Report" || type == "BlogPost";
}

bool is_collection(std::string_view type) {
  return type == "CollectionPage" || type == "SearchResultsPage" || type == "ItemList" || type == "Blog";
}

// Written as true, "True", "http://schema.org/True".
bool is_locked(const json& object) {
  const json* free = member(object, "isAccessibleForFree");
  if (free == nullptr) return false;
  if (free->is_boolean()) return !free->get<bool>();
  return free->is_string() && core::ascii_lower(free->get_ref<const std::string&>()).ends_with("false");
}

LinkedArticle article_of(const json& object) {
  LinkedArticle article;
  article.headline = text_of(object, "headline");
  if (!article.headline) article.headline = text_of(object, "name");
  article.description = text_of(object, "description");
  article.body = text_of(object, "articleBody");
  article.free = !is_locked(object) && !any_value(member(object, "hasPart"), is_locked);
  return article;
}

// The page's own things stand at the top, in a graph or as what the page is about; what lies deeper is of other pages.
void look(const json& value, LinkedData& data, int depth) {
  if (value.is_array()) {
    for (const json& one : value) look(one, data, depth);
    return;
  }
  if (!value.is_object()) return;
  if (has_type(value, is_article) && data.articles.size() < max_articles) data.articles.push_back(article_of(value));
  if (has_type(value, is_collection)) data.collection = true;
  if (depth == 0) return;
  for (const char* name : {"@graph", "mainEntity", "mainEntityOfPage"}) {
    if (const json* inner = member(value, name)) look(*inner, data, depth - 1);
  }
}

}  // namespace

LinkedData linked_data(const GumboNode& root) {
  constexpr std::size_t max_script = 256 << 10;
  constexpr std::size_t max_scripts = 20;
  constexpr int max_depth = 16;
  constexpr int levels = 3;
  LinkedData data;
  std::size_t scripts = 0;
  walk(root, [&](const GumboNode& node) {
    if (tag_name(node) != "script") return Walk::into;
    const std::string type = core::ascii_lower(core::trim(attribute(node, "type").value_or("")));
    const std::string text = type.starts_with("application/ld+json") ? deep_text(node) : std::string();
    if (text.empty() || text.size() > max_script || ++scripts > max_scripts) return Walk::past;
    const json parsed = json::parse(
        text, [](int depth, json::parse_event_t, json&) { return depth <= max_depth; }, false, true);
    if (!parsed.is_discarded()) look(parsed, data, levels);
    return Walk::past;
  });
  return data;
}

}  // namespace mediumsync::parse
