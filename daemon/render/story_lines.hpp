// A story as lines of words, for comparing.
#pragma once

#include <string>
#include <vector>

#include "core/post.hpp"

namespace mediumsync::render {

struct StoryLine {
  std::string kind;  // as ParagraphDiff has it
  std::string text;  // a link's address stands behind its words, an image's behind its description
  bool operator==(const StoryLine&) const = default;
};

// Of what story() would send.
std::vector<StoryLine> story_lines(const core::Post& post);

}  // namespace mediumsync::render
