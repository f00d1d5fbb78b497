// Six levels of HTML to Medium's two and a half, and which heading is the post's title.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/document.hpp"
#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// What happens to the heading that is the title by its place.
enum class TitleHeading {
  take,             // it leaves the body
  drop_if_repeats,  // it leaves the body if it says what `known_title` says
};

struct HeadingPlan {
  const GumboNode* dropped = nullptr;          // leaves the body; its images stay
  std::optional<std::string> title;            // its text
  std::array<core::HeadingLevel, 7> levels{};  // by HTML's level, 1 to 6
};

// `known_title` absent: nothing repeats it. `page_title`: what an HTML page's head calls it, perhaps with the site's
// name; where there are several level-1 headings, none of which is that, they are sections.
// Nodes `left_out` and all in them don't count.
struct TitleRules {
  TitleHeading policy = TitleHeading::drop_if_repeats;
  std::optional<std::string> known_title;
  std::optional<std::string> page_title;
};
HeadingPlan plan_headings(const GumboNode& root, const TitleRules& rules, const std::set<const GumboNode*>& left_out);

// 1 to 6; std::nullopt for what is no heading.
std::optional<std::size_t> heading_level(const GumboNode& node);

// "#", "¶" and the like beside a heading, which lead to it.
bool is_heading_anchor(const GumboNode& anchor);

// Its text on one line, without such an anchor.
std::string heading_words(const GumboNode& heading);

// Its letters and digits in lower case.
std::string comparable_words(std::string_view text);

// The same words, case, space and punctuation aside.
bool same_words(std::string_view a, std::string_view b);

}  // namespace mediumsync::parse
