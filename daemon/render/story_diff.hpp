// What changed between two texts of a post, for people: the story paragraph by paragraph and word by word. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/post.hpp"

namespace mediumsync::render {

enum class Change { same, added, removed, changed };
std::string_view to_string(Change change);

// Words that share one fate: same, added or removed.
struct WordRun {
  Change change = Change::same;
  std::string text;
  bool operator==(const WordRun&) const = default;
};

// A line of the story: a paragraph, a list's item, a line of code. One that is `changed` has words of every kind.
struct ParagraphDiff {
  Change change = Change::same;
  std::string kind;  // title, subtitle, heading, paragraph, item, quote, code, image, divider
  std::vector<WordRun> words;
};

// Something beside the story that is sent with it.
struct FactDiff {
  std::string name;
  std::string before;
  std::string after;
};

struct StoryDiff {
  std::vector<FactDiff> facts;  // only those that differ
  std::vector<ParagraphDiff> paragraphs;
};

// In time and memory bounded for any two posts: where they share too little, paragraphs are replaced rather than
// compared.
StoryDiff story_diff(const core::Post& before, const core::Post& after);

}  // namespace mediumsync::render
