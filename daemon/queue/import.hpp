// What a person saved of Medium and hands over: stories, what they came to, and whether that is all there is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "queue/known_story.hpp"

namespace mediumsync::queue {

// So many hundredths (or whatever a currency's smallest coin is) of the currency, which is named as ISO 4217 does.
struct Money {
  std::int64_t cents = 0;
  std::string currency;
  bool operator==(const Money&) const = default;
};

// What Medium says that a story came to, from its first day on. Absent: this import does not tell.
struct StoryFigures {
  std::string id;  // Medium's
  std::string title;
  std::optional<std::int64_t> views;
  std::optional<std::int64_t> reads;
  std::optional<std::int64_t> claps;
  std::optional<Money> earned;
  bool operator==(const StoryFigures&) const = default;
};

// When Medium made what is imported, between these two.
struct Made {
  core::TimePoint at;
  core::TimePoint until;
};

// A part of one import: exports come in several.
struct ImportPart {
  std::string account;
  std::string import;  // names it: the same for all its parts
  std::vector<KnownStory> stories;
  std::vector<StoryFigures> figures;
  // Of the last part of a whole export: every story that the account had then was in it. What a feed or a page lacks
  // proves nothing.
  std::optional<core::TimePoint> whole_until;
  // Of all its parts. What newer imports told of a story stands. Absent: nothing says, so it is taken for the newest.
  std::optional<Made> made = {};
};

}  // namespace mediumsync::queue
