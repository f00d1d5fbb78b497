// What has come of it all: how many stories, whether in time, what failed, and what Medium says that the stories came
// to.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "queue/import.hpp"
#include "queue/record.hpp"

namespace mediumsync::queue {

struct StatisticsWanted {
  std::optional<std::string> account;  // absent: all of them
  int months = 12;                     // calendar months in UTC, the one of `now` among them
  std::size_t stories = 20;            // so many with figures, those with the most views first
  core::TimePoint now;
};

// A story that went later than this after the slot that it was given first was late.
inline constexpr core::Duration slot_tolerance = std::chrono::minutes(15);

// Of the stories that were published in one month, and of all.
struct Punctuality {
  std::int64_t stories = 0;
  std::int64_t in_time = 0;
  std::int64_t late = 0;
  std::int64_t by_person = 0;  // outside of the schedule: a person asked for a time, or published it by hand
};

struct MonthStatistics {
  std::chrono::year_month month;
  Punctuality punctuality;
};

// Why attempts came to nothing, and posts to no story.
struct FailureStatistics {
  std::string cause;  // an attempt's outcome, or "unreadable" for what never became a post
  std::int64_t count = 0;
  core::TimePoint last_at;
  std::optional<std::string> last_detail;
};

// A figure as the last import that tells it has it, and how much more that is than in the one before.
struct Figure {
  std::int64_t value = 0;
  std::optional<std::int64_t> change;  // absent: no import before it tells
};

struct StoryStatistics {
  std::string account;
  std::string id;  // Medium's
  std::string title;
  std::optional<core::PostId> post;  // that it was made of
  std::optional<std::string> url;
  std::optional<Figure> views;
  std::optional<Figure> reads;
  std::optional<Figure> claps;
  std::optional<Figure> earned;         // in cents
  std::optional<std::string> currency;  // of what it earned
};

// All stories' together; one sum for each currency.
struct EarningsSum {
  std::string currency;
  Figure cents;
};

struct Statistics {
  core::TimePoint since;
  Punctuality punctuality;
  std::vector<MonthStatistics> months;        // oldest first, those without stories too
  std::optional<core::Duration> median_wait;  // from its arrival to its publication
  std::vector<FailureStatistics> failures;    // the most frequent first
  std::int64_t stories_with_figures = 0;
  std::optional<Figure> views;
  std::optional<Figure> reads;
  std::optional<Figure> claps;
  std::vector<EarningsSum> earned;
  std::vector<StoryStatistics> stories;
  std::optional<core::TimePoint> viewed_at;  // the last import that told views
  std::optional<core::TimePoint> earned_at;  // and earnings
  // True where there was more than is looked at: the figures are those of the newest.
  enum class Looked { at_all, at_the_newest };
  Looked looked = Looked::at_all;
};

}  // namespace mediumsync::queue
