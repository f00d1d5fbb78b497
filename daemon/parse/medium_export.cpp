#include "parse/medium_export.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/likeness.hpp"
#include "core/story_address.hpp"
#include "core/text.hpp"
#include "parse/dates.hpp"
#include "parse/decoding.hpp"
#include "parse/document.hpp"
#include "parse/html_tree.hpp"
#include "parse/stats_json.hpp"

namespace mediumsync::parse {
namespace {

std::string address_of(const std::string& id) {
  return "https://medium.com/p/" + id;
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

// "2021-03-04_A-Title-1a2b3c4d5e6f.html"
std::optional<std::string> id_in_name(std::string_view path) {
  std::string_view stem = file_name(path);
  stem = stem.substr(0, stem.rfind('.'));
  const std::size_t begin = stem.find_last_of("-_");
  if (begin == std::string_view::npos) return std::nullopt;
  return core::story_id_in("https://medium.com/p/" + std::string(stem.substr(begin + 1)));
}

// The link around the date in the footer; links to other stories stand in the text.
std::optional<std::string> id_in_footer(const HtmlTree& tree) {
  const GumboNode* link = find_node(tree.root(), [](const GumboNode& node) {
    if (tag_name(node) != "a") return false;
    const GumboVector& inside = children(node);
    for (unsigned i = 0; i < inside.length; ++i) {
      const GumboNode& one = child(inside, i);
      if (tag_name(one) == "time" && has_class(one, "dt-published")) return true;
    }
    return false;
  });
  const auto address = link == nullptr ? std::nullopt : attribute(*link, "href");
  return address ? core::story_id_in(*address) : std::nullopt;
}

// "https://medium.com/@jane" → "jane"
std::optional<std::string> author_in_footer(const HtmlTree& tree) {
  const GumboNode* link = find_node(
      tree.root(), [](const GumboNode& node) { return tag_name(node) == "a" && has_class(node, "p-author"); });
  const auto address = link == nullptr ? std::nullopt : attribute(*link, "href");
  const std::size_t name = address ? address->find("/@") : std::string_view::npos;
  if (name == std::string_view::npos) return std::nullopt;
  const std::string_view rest = address->substr(name + 2);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

// "Exported from Medium on November 1, 2025."
std::optional<core::TimePoint> day_in_footer(const HtmlTree& tree) {
  const GumboNode* footer = find_node(tree.root(), [](const GumboNode& node) { return tag_name(node) == "footer"; });
  if (footer == nullptr) return std::nullopt;
  const std::string text = core::collapse_space(deep_text(*footer));
  constexpr std::string_view before = "Exported from Medium on ";
  const std::size_t begin = text.rfind(before);
  if (begin == std::string::npos) return std::nullopt;
  const std::string_view rest = std::string_view(text).substr(begin + before.size());
  return parse_date(rest.substr(0, rest.find('.')));
}

// By the page's own words: whatever later versions make of them, they are the same as long as nobody edits them.
std::uint32_t words_in(const HtmlTree& tree) {
  std::string words;
  walk(tree.root(), [&words](const GumboNode& node) {
    const auto field = is_element(node) ? attribute(node, "data-field") : std::nullopt;
    const bool title = is_element(node) && has_class(node, "p-name");
    if (!title && field != "body" && field != "subtitle") return Walk::into;
    words += core::collapse_space(deep_text(node)) + '\n';
    return Walk::past;
  });
  return core::lookup_key(words);
}

}  // namespace

bool is_story_file(std::string_view path) {
  if (format_of(path) != Format::html || path.find("../") != std::string_view::npos) return false;
  const std::string_view folder = path.substr(0, path.size() - file_name(path).size());
  return folder == "posts/" || folder.ends_with("/posts/");
}

std::optional<ExportedStory> exported_story(std::string_view html, std::string_view path) {
  if (html.find("h-entry") == std::string_view::npos) return std::nullopt;
  const bool marked_draft = file_name(path).starts_with("draft_");
  const HtmlTree tree(decode(html, Format::html).text, HtmlKind::page);
  std::optional<std::string> id = id_in_name(path);
  if (!id) id = id_in_footer(tree);
  if (!id) return std::nullopt;
  // The page knows the time of day; the name of the file would be asked before it.
  auto item = document(html, Format::html, {"story.html", std::nullopt});
  if (!item) return std::nullopt;
  ExportedStory story;
  story.id = *id;
  story.url = address_of(*id);
  story.author = author_in_footer(tree);
  story.words = words_in(tree);
  story.exported_on = day_in_footer(tree);
  const bool published = html.find("dt-published") != std::string_view::npos;
  story.draft = marked_draft || !published ? core::Draft::yes : core::Draft::no;
  if (item->canonical_url && core::story_id_in(*item->canonical_url) == *id) {
    story.url = core::plain_story_address(*item->canonical_url);
    item->canonical_url.reset();
  }
  story.item = std::move(*item);
  return story;
}

std::optional<nlohmann::json> stats_values(std::string_view json) {
  // What keeps other sites' scripts from running it.
  constexpr std::string_view guard = "])}while(1);</x>";
  if (json.starts_with(guard)) json.remove_prefix(guard.size());
  const auto page = nlohmann::json::parse(json, nullptr, false);
  if (!page.is_object() || !page.contains("payload") || !page.at("payload").is_object()) return std::nullopt;
  const auto values = page.at("payload").find("value");
  if (values == page.at("payload").end() || !values->is_array()) return std::nullopt;
  return *values;
}

std::optional<std::string> mistake_in(const nlohmann::json& value) {
  if (!value.is_object()) return "is no object";
  const auto id = value.find("postId");
  if (id == value.end()) return "has no \"postId\"";
  if (!id->is_string()) return "has a \"postId\" that is no text";
  if (!core::is_medium_id(id->get_ref<const std::string&>())) return "has a \"postId\" that is no id of Medium's";
  const auto title = value.find("title");
  const bool titled = title != value.end() && title->is_string();
  const bool counted = std::ranges::any_of(std::array{"views", "reads", "upvotes"}, [&value](const char* name) {
    return value.contains(name) && value.at(name).is_number_integer();
  });
  return titled || counted ? std::nullopt : std::optional<std::string>("has no \"title\" and no figures");
}

std::vector<StatsMistake> mistakes_in_stats(std::string_view json) {
  std::vector<StatsMistake> mistakes;
  const auto values = stats_values(json);
  if (!values) return mistakes;
  for (std::size_t i = 0; i < values->size(); ++i) {
    if (auto what = mistake_in(values->at(i)))
      mistakes.push_back({"payload.value[" + std::to_string(i) + "]", std::move(*what)});
  }
  return mistakes;
}

std::optional<std::vector<ExportedStory>> stories_of_stats(std::string_view json) {
  const auto values = stats_values(json);
  if (!values) return std::nullopt;
  std::vector<ExportedStory> stories;
  for (const auto& value : *values) {
    if (mistake_in(value) || !value.contains("title") || !value.at("title").is_string()) continue;
    ExportedStory story;
    story.id = value.at("postId").get<std::string>();
    story.url = address_of(story.id);
    story.item.title = value.at("title").get<std::string>();
    stories.push_back(std::move(story));
  }
  return stories;
}

}  // namespace mediumsync::parse
