#include "render/story_html.hpp"

#include <algorithm>
#include <array>

namespace mediumsync::render {
namespace {

// ` name="value"` again and again.
std::vector<std::pair<std::string, std::string>> attributes_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> attributes;
  while (true) {
    const std::size_t begin = text.find_first_not_of(' ');
    const std::size_t equals = text.find("=\"");
    if (begin == std::string_view::npos || equals == std::string_view::npos) return attributes;
    const std::size_t end = text.find('"', equals + 2);
    if (end == std::string_view::npos) return attributes;
    attributes.emplace_back(text.substr(begin, equals - begin), unescaped(text.substr(equals + 2, end - equals - 2)));
    text.remove_prefix(end + 1);
  }
}

StoryTag tag_of(std::string_view inside) {
  StoryTag tag;
  tag.closing = inside.starts_with('/');
  if (tag.closing) inside.remove_prefix(1);
  const std::size_t end = std::min(inside.find(' '), inside.size());
  tag.name = inside.substr(0, end);
  tag.attributes = attributes_of(inside.substr(end));
  return tag;
}

}  // namespace

std::optional<std::string> StoryTag::attribute(std::string_view wanted) const {
  const auto found = std::ranges::find(attributes, wanted, &std::pair<std::string, std::string>::first);
  return found == attributes.end() ? std::nullopt : std::optional(found->second);
}

std::vector<StoryPiece> pieces_of(std::string_view html) {
  std::vector<StoryPiece> pieces;
  while (!html.empty()) {
    const std::size_t open = std::min(html.find('<'), html.size());
    if (open > 0) pieces.emplace_back(StoryText{html.substr(0, open)});
    html.remove_prefix(open);
    // escaped() writes no angle bracket, not within attributes either: the next one ends the tag.
    const std::size_t close = html.find('>');
    if (close == std::string_view::npos) break;
    pieces.emplace_back(tag_of(html.substr(1, close - 1)));
    html.remove_prefix(close + 1);
  }
  return pieces;
}

std::string unescaped(std::string_view html) {
  constexpr std::array<std::pair<std::string_view, char>, 4> entities{
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}}};
  std::string text;
  text.reserve(html.size());
  for (std::size_t at = 0; at < html.size();) {
    const auto found =
        std::ranges::find_if(entities, [&](const auto& entity) { return html.substr(at).starts_with(entity.first); });
    const bool entity = html[at] == '&' && found != entities.end();
    text += entity ? found->second : html[at];
    at += entity ? found->first.size() : 1;
  }
  return text;
}

}  // namespace mediumsync::render
