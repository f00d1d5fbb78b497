#include "parse/headings.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

using core::HeadingLevel;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Seen {
  const GumboNode* first_heading = nullptr;
  std::size_t words_before = 0;  // the first heading
  int level_ones = 0;
  std::set<std::size_t> levels;         // of headings in the post's own flow
  std::set<std::size_t> quoted_levels;  // within quotes, lists and tables
};

bool is_invisible(const GumboNode& node) {
  return is_one_of(tag_name(node), {"head", "script", "style", "template"}) || (!is_element(node) && !is_text(node));
}

bool is_apart(const GumboNode& node) {
  return is_one_of(tag_name(node), {"blockquote", "ul", "ol", "dl", "table", "details"});
}

// A by-line, badges, a picture, a short note to readers may stand above a title. More than that is an introduction,
// and several level-1 headings behind it are sections of a post whose title is its file's name.
constexpr std::size_t most_words_above_title = 50;

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space && !inside) ++words;
    inside = !space;
  }
  return words;
}

void look(const GumboNode& root, bool apart, const std::set<const GumboNode*>& left_out, Seen& seen) {
  walk(root, [&](const GumboNode& node) {
    if (is_invisible(node) || left_out.contains(&node)) return Walk::past;
    if (!apart && &node != &root && is_apart(node)) {
      look(node, true, left_out, seen);
      return Walk::past;
    }
    const auto level = heading_level(node);
    if (!level) {
      if (seen.first_heading == nullptr && is_text(node)) seen.words_before += count_words(text_of(node));
      return Walk::into;
    }
    if (core::trim(deep_text(node)).empty()) return Walk::past;
    (apart ? seen.quoted_levels : seen.levels).insert(*level);
    if (!apart && *level == 1) ++seen.level_ones;
    if (!apart && seen.first_heading == nullptr) seen.first_heading = &node;
    return Walk::past;
  });
}

bool is_title_by_place(const Seen& seen) {
  if (seen.first_heading == nullptr || heading_level(*seen.first_heading) != 1) return false;
  return seen.words_before <= most_words_above_title || seen.level_ones == 1;
}

bool is_section(const Seen& seen, const std::string& words, const std::optional<std::string>& page_title) {
  return page_title && seen.level_ones > 1 &&
         comparable_words(*page_title).find(comparable_words(words)) == std::string::npos;
}

bool only_drops_level_one(const HeadingPlan& plan, const Seen& seen) {
  return plan.dropped != nullptr && seen.level_ones == 1;
}

}  // namespace

bool is_heading_anchor(const GumboNode& anchor) {
  static constexpr std::array<std::string_view, 5> signs{"", "#", "¶", "§", "🔗"};
  if (tag_name(anchor) != "a" || !attribute(anchor, "href").value_or("#").starts_with('#')) return false;
  const std::string text(core::trim(deep_text(anchor)));
  const bool has_image = find_node(anchor, [](const GumboNode& node) { return tag_name(node) == "img"; }) != nullptr;
  return !has_image && std::find(signs.begin(), signs.end(), text) != signs.end();
}

std::string heading_words(const GumboNode& heading) {
  std::string text;
  walk(heading, [&](const GumboNode& node) {
    if (is_heading_anchor(node)) return Walk::past;
    if (is_text(node)) text += text_of(node);
    if (tag_name(node) == "br") text += ' ';
    return Walk::into;
  });
  return core::collapse_space(text);
}

std::optional<std::size_t> heading_level(const GumboNode& node) {
  const std::string_view name = tag_name(node);
  if (name.size() != 2 || name[0] != 'h' || name[1] < '1' || name[1] > '6') return std::nullopt;
  return static_cast<std::size_t>(name[1] - '0');
}

// Letters and digits; ASCII in lower case. Of the rest, spaces and punctuation are left out.
std::string comparable_words(std::string_view text) {
  std::string out;
  const std::string lower = core::ascii_lower(text);
  for (std::size_t at = 0; at < lower.size();) {
    const core::Character character = core::character_at(lower, at);
    const char32_t code = character.value;
    const bool letter = (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || code == '+' || code == '#' ||
                        (code >= 0xC0 && !(code >= 0x2000 && code < 0x2070) && !(code >= 0x3000 && code < 0x3004));
    if (letter) out += lower.substr(at, character.length);
    at += character.length;
  }
  return out;
}

bool same_words(std::string_view a, std::string_view b) {
  return comparable_words(a) == comparable_words(b);
}

HeadingPlan plan_headings(const GumboNode& root, const TitleRules& rules, const std::set<const GumboNode*>& left_out) {
  Seen seen;
  look(root, false, left_out, seen);
  HeadingPlan plan;
  if (is_title_by_place(seen)) {
    std::string text = heading_words(*seen.first_heading);
    const bool repeats = rules.known_title && same_words(*rules.known_title, text);
    if (repeats || (rules.policy == TitleHeading::take && !is_section(seen, text, rules.page_title))) {
      plan.dropped = seen.first_heading;
      plan.title = std::move(text);
    }
  }
  std::set<std::size_t> levels = seen.levels.empty() ? seen.quoted_levels : seen.levels;
  if (only_drops_level_one(plan, seen)) levels.erase(1);
  if (levels.empty()) levels = seen.quoted_levels;
  for (std::size_t level = 1; level < plan.levels.size(); ++level) {
    const auto above = std::distance(levels.begin(), levels.lower_bound(level));
    plan.levels[level] = above == 0 ? HeadingLevel::large : above == 1 ? HeadingLevel::small : HeadingLevel::minor;
  }
  return plan;
}

}  // namespace mediumsync::parse
