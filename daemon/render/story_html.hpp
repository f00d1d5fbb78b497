// A story's HTML read again, piece by piece. Not a parser of HTML: it knows what this room writes and nothing else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace mediumsync::render {

// A tag. Names and values are as story() wrote them, values with their escapes resolved.
struct StoryTag {
  std::string name;
  bool closing = false;
  std::vector<std::pair<std::string, std::string>> attributes;

  std::optional<std::string> attribute(std::string_view wanted) const;
};

// Text between tags, still escaped: it may stand in HTML as it is.
struct StoryText {
  std::string_view html;
};

using StoryPiece = std::variant<StoryTag, StoryText>;

// Views into `html`, which must outlive them.
std::vector<StoryPiece> pieces_of(std::string_view html);

// The entities that escaped() writes, resolved.
std::string unescaped(std::string_view html);

}  // namespace mediumsync::render
