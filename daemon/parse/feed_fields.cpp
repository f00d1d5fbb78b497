// What the dialects share: fields by their names, labels, persons, categories, links.
#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/feed_date.hpp"
#include "parse/feed_dialect.hpp"
#include "parse/feed_text.hpp"

namespace mediumsync::parse {
namespace {

using enum Vocabulary;

std::string as_html(const Element& element) {
  if (element.vocabulary == atom) return construct_html(element);
  return has_elements(element) ? inner_html(element) : text(element);
}

// Nobody's title or tag is longer; what is, need not be copied to be cut later.
constexpr std::size_t max_label = 65536;

std::string as_label(const Element& element) {
  const std::string words = text(element);
  if (words.size() > max_label) return core::cut_on_word(std::string_view(words).substr(0, max_label), max_label / 4);
  if (element.vocabulary == atom) return construct_text(element);
  return has_elements(element) ? text_of_html(inner_html(element)) : text_of_either(words);
}

// More than white space, U+00A0 included.
bool says_something(std::string_view text) {
  for (text = core::trim(text); text.starts_with("\u00a0");) text = core::trim(text.substr(2));
  return !text.empty();
}

// Media RSS keeps its fields in a group or in the medium they describe.
std::vector<const Element*> fields_of(const Element& element, const Field& field) {
  std::vector<const Element*> found = children(element, {field.vocabulary}, field.name);
  if (field.vocabulary != media || !found.empty()) return found;
  for (const std::string_view holder : {"group", "content"}) {
    for (const Element* inner : children(element, {media}, holder)) {
      found = children(*inner, {media}, field.name);
      if (!found.empty()) return found;
    }
  }
  return found;
}

std::vector<std::string> names_in(const Element& category) {
  if (category.vocabulary == atom || attribute(category, "term")) {
    const std::optional<std::string> term = attribute(category, "term");
    const std::optional<std::string> label = attribute(category, "label");
    if (term && says_something(*term) && !(label && core::is_web_url(*term))) return {*term};
    if (label) return {*label};
  }
  if (category.vocabulary == itunes) {
    std::vector<std::string> names;
    if (const auto name = attribute(category, "text")) names.push_back(*name);
    for (const Element* inner : children(category, {itunes}, "category")) {
      if (const auto name = attribute(*inner, "text")) names.push_back(*name);
    }
    return names;
  }
  return {as_label(category)};
}

}  // namespace

std::optional<std::string> first_text(const Element& element, Fields fields) {
  for (const Field& field : fields) {
    for (const Element* found : fields_of(element, field)) {
      const std::string all = text(*found);
      if (const std::string_view trimmed = core::trim(all); !trimmed.empty()) return std::string(trimmed);
    }
  }
  return std::nullopt;
}

std::optional<core::TimePoint> first_date(const Element& element, Fields fields) {
  for (const Field& field : fields) {
    for (const Element* found : fields_of(element, field)) {
      if (const auto date = feed_date(text(*found))) return date;
    }
  }
  return std::nullopt;
}

std::optional<Html> first_html(const Element& element, Fields fields, const std::optional<std::string>& base) {
  for (const Field& field : fields) {
    for (const Element* found : fields_of(element, field)) {
      std::string html = as_html(*found);
      if (!says_something(html)) continue;
      const Element* only = only_child(*found);
      const auto own = base_in(*found, base);
      return Html{std::move(html), only == nullptr ? own : base_in(*only, own)};
    }
  }
  return std::nullopt;
}

std::optional<std::string> first_label(const Element& element, Fields fields) {
  for (const Field& field : fields) {
    for (const Element* found : fields_of(element, field)) {
      std::string label = as_label(*found);
      if (!label.empty()) return label;
    }
  }
  return std::nullopt;
}

std::optional<std::string> page_link(const std::vector<const Element*>& links, const std::optional<std::string>& base) {
  const Element* best = nullptr;
  int best_rank = 0;
  for (const Element* link : links) {
    const std::string href = attribute(*link, "href").value_or("");
    if (core::trim(href).empty()) continue;
    const std::string rel = core::ascii_lower(attribute(*link, "rel").value_or("alternate"));
    if (rel != "alternate" && !rel.ends_with("#alternate") && !rel.empty()) continue;
    const std::string type = core::ascii_lower(attribute(*link, "type").value_or("text/html"));
    const int rank = type.find("html") != std::string::npos || type.empty() ? 2 : 1;
    if (rank > best_rank) {
      best = link;
      best_rank = rank;
    }
  }
  if (best == nullptr) return std::nullopt;
  return resolve_or_keep(base_in(*best, base), *attribute(*best, "href"));
}

std::optional<std::string> person(const Element& element) {
  for (const std::string_view part : {"name", "email"}) {
    if (const Element* found = child(element, {atom, plain}, part)) {
      std::string words = core::collapse_space(text(*found));
      if (!words.empty()) return words;
    }
  }
  const std::string words = as_label(element);
  if (words.empty()) return std::nullopt;
  const std::size_t open = words.find('(');
  const std::size_t close = words.rfind(')');
  if (open == std::string::npos || close == std::string::npos || open > close) return words;
  const std::string before = core::collapse_space(std::string_view(words).substr(0, open));
  const std::string inside = core::collapse_space(std::string_view(words).substr(open + 1, close - open - 1));
  const auto is_address = [](std::string_view text) {
    return text.find('@') != std::string_view::npos && text.find(' ') == std::string_view::npos;
  };
  if (is_address(before) && !inside.empty()) return inside;
  if (is_address(inside) && !before.empty()) return before;
  return words;
}

std::vector<std::string> categories(const Element& element) {
  constexpr std::size_t max_categories = 100;
  std::vector<std::string> all;
  const auto add = [&](std::string_view name) {
    std::string clean = core::collapse_space(name);
    if (!clean.empty() && all.size() < max_categories && std::ranges::find(all, clean) == all.end())
      all.push_back(std::move(clean));
  };
  constexpr std::array fields = {Field{plain, "category"}, Field{atom, "category"}, Field{dublin_core, "subject"},
                                 Field{itunes, "category"}, Field{media, "category"}};
  for (const Field& field : fields) {
    for (const Element* category : children(element, {field.vocabulary}, field.name)) {
      for (const std::string& name : names_in(*category)) add(name);
    }
  }
  for (const Element* keywords : children(element, {itunes, media}, "keywords")) {
    const std::string list = text(*keywords);
    for (std::string_view rest = list; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      add(rest.substr(0, comma));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return all;
}

std::string resolve_or_keep(const std::optional<std::string>& base, std::string_view reference) {
  const std::string_view trimmed = core::trim(reference);
  if (base) {
    if (auto resolved = core::resolve(*base, trimmed)) return *std::move(resolved);
  }
  return std::string(trimmed);
}

}  // namespace mediumsync::parse
