#include "queue/statistics.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "queue/row.hpp"

namespace mediumsync::queue {
namespace {

using std::chrono::year_month;

// More than this of anything is not looked at: a turn of the loop is for everybody.
constexpr std::int64_t most_published = 10'000;
constexpr std::int64_t most_attempts = 10'000;
constexpr std::int64_t most_figures = 50'000;

year_month month_of(core::TimePoint time) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
  return day.year() / day.month();
}

core::TimePoint start_of(year_month month) {
  return std::chrono::time_point_cast<core::Duration>(std::chrono::sys_days(month / 1));
}

// One story, as far as its time goes.
struct Publication {
  core::TimePoint at;
  core::TimePoint arrived;
  std::optional<core::TimePoint> slot;
  core::TimePoint went;  // a hand-off has kept its slot once a person has it
  Lane lane = Lane::scheduled;
};

Publication read_publication(const Rows& rows) {
  const auto at = to_time(rows.get<std::int64_t>(0));
  return {at, to_time(rows.get<std::int64_t>(1)), to_time(rows.get<std::optional<std::int64_t>>(2)),
          to_time(rows.get<std::optional<std::int64_t>>(3)).value_or(at),
          rows.get<std::string>(4) == to_string(Lane::personal) ? Lane::personal : Lane::scheduled};
}

void count(Punctuality& punctuality, const Publication& story) {
  ++punctuality.stories;
  if (story.lane == Lane::personal) {
    ++punctuality.by_person;
  } else if (story.slot) {
    ++(story.went > *story.slot + slot_tolerance ? punctuality.late : punctuality.in_time);
  }
}

// Reads at most `limit` rows, the newest first; one more than that means that there was more.
class Counting {
 public:
  Counting(Store& store, const StatisticsWanted& wanted) : store_(store), wanted_(wanted) {
    const year_month last = month_of(wanted.now);
    for (int back = wanted.months - 1; back >= 0; --back)
      result_.months.push_back({last - std::chrono::months(back), {}});
    result_.since = start_of(result_.months.front().month);
  }

  Statistics operator()() {
    count_published();
    count_failures();
    count_figures();
    return std::move(result_);
  }

 private:
  // Whether one more may be looked at.
  bool within(std::int64_t looked_at, std::int64_t limit) {
    if (looked_at <= limit) return true;
    result_.looked = Statistics::Looked::at_the_newest;
    return false;
  }
  bool is_wanted(const std::string& account) const { return !wanted_.account || *wanted_.account == account; }

  void count_published() {
    std::vector<core::Duration> waits;
    // Named, for SQLite would rather take the index of states and sort all that were ever published.
    std::int64_t looked_at = 0;
    Rows rows = store_.query(
        "SELECT published_at, created_at, slot_at, handed_off_at, lane, account FROM post INDEXED BY post_published "
        "WHERE state = 'published' AND published_at >= ?1 ORDER BY published_at DESC LIMIT ?2",
        to_column(result_.since), most_published + 1);
    while (rows.next() && within(++looked_at, most_published)) {
      if (!is_wanted(rows.get<std::string>(5))) continue;
      const Publication story = read_publication(rows);
      waits.push_back(story.at - story.arrived);
      count(result_.punctuality, story);
      const auto month = std::ranges::find(result_.months, month_of(story.at), &MonthStatistics::month);
      if (month != result_.months.end()) count(month->punctuality, story);
    }
    if (waits.empty()) return;
    const auto middle = waits.begin() + static_cast<std::ptrdiff_t>(waits.size() / 2);
    std::ranges::nth_element(waits, middle);
    result_.median_wait = *middle;
  }

  void add_failure(const std::string& cause, core::TimePoint at, std::optional<std::string> detail) {
    auto known = std::ranges::find(result_.failures, cause, &FailureStatistics::cause);
    if (known == result_.failures.end())
      known = result_.failures.insert(known, {cause, 0, at, std::move(detail)});  // the newest comes first
    ++known->count;
  }

  void count_failures() {
    count_attempts();
    count_unreadable();
    std::ranges::stable_sort(result_.failures, std::ranges::greater(), &FailureStatistics::count);
  }

  void count_attempts() {
    std::int64_t looked_at = 0;
    Rows rows = store_.query("SELECT outcome, detail, claimed_at, account FROM attempt ORDER BY id DESC LIMIT ?1",
                             most_attempts + 1);
    while (rows.next()) {
      const auto at = to_time(rows.get<std::int64_t>(2));
      if (at < result_.since || !within(++looked_at, most_attempts)) return;
      const auto outcome = rows.get<std::optional<std::string>>(0);
      const bool failed = outcome && *outcome != "published" && *outcome != "handed-off" && *outcome != "not-published";
      if (failed && is_wanted(rows.get<std::string>(3)))
        add_failure(*outcome, at, rows.get<std::optional<std::string>>(1));
    }
  }

  // What was never tried, as nothing can be made of it.
  void count_unreadable() {
    std::int64_t looked_at = 0;
    Rows rows = store_.query(
        "SELECT cause, reason, created_at, account FROM post WHERE state = 'failed' ORDER BY id DESC LIMIT ?1",
        most_attempts + 1);
    while (rows.next()) {
      const auto at = to_time(rows.get<std::int64_t>(2));
      if (at < result_.since || !within(++looked_at, most_attempts)) return;
      if (to_cause(rows.get<std::string>(0)) != Cause::refused && is_wanted(rows.get<std::string>(3)))
        add_failure("unreadable", at, rows.get<std::optional<std::string>>(1));
    }
  }

  // ---- what Medium says of the stories

  using Metric = std::optional<Figure> StoryStatistics::*;
  static constexpr std::array<Metric, 4> metrics{&StoryStatistics::views, &StoryStatistics::reads,
                                                 &StoryStatistics::claps, &StoryStatistics::earned};

  // Imports come newest first: the first one that tells is the figure, the second what it has grown from.
  static void take(std::optional<Figure>& figure, const std::optional<std::int64_t>& told) {
    if (!told) return;
    if (!figure) {
      figure = Figure{*told, std::nullopt};
    } else if (!figure->change) {
      figure->change = figure->value - *told;
    }
  }

  static void note_time(std::optional<core::TimePoint>& newest, core::TimePoint at) {
    newest = std::max(newest.value_or(at), at);
  }

  void take_import(StoryStatistics& story, const Rows& rows) {
    constexpr int first_metric = 4;
    for (std::size_t i = 0; i < metrics.size(); ++i)
      take(story.*metrics.at(i), rows.get<std::optional<std::int64_t>>(first_metric + static_cast<int>(i)));
    if (!story.currency) story.currency = rows.get<std::optional<std::string>>(8);
    const auto at = to_time(rows.get<std::int64_t>(2));
    if (rows.get<std::optional<std::int64_t>>(4)) note_time(result_.viewed_at, at);
    if (rows.get<std::optional<std::int64_t>>(7)) note_time(result_.earned_at, at);
  }

  std::vector<StoryStatistics> stories_with_figures() {
    std::vector<StoryStatistics> stories;
    std::int64_t looked_at = 0;
    Rows rows = store_.query(
        "SELECT account, story, at, title, views, reads, claps, earned, currency FROM figure WHERE ?1 IS NULL OR "
        "account = ?1 ORDER BY account, story, import DESC LIMIT ?2",
        wanted_.account, most_figures + 1);
    while (rows.next() && within(++looked_at, most_figures)) {
      auto account = rows.get<std::string>(0);
      auto id = rows.get<std::string>(1);
      if (stories.empty() || stories.back().id != id || stories.back().account != account)
        stories.push_back({std::move(account), std::move(id), rows.get<std::string>(3), {}, {}, {}, {}, {}, {}, {}});
      take_import(stories.back(), rows);
    }
    return stories;
  }

  static void add(std::optional<Figure>& sum, const std::optional<Figure>& figure) {
    if (!figure) return;
    if (!sum) sum = Figure{};
    sum->value += figure->value;
    if (figure->change) sum->change = sum->change.value_or(0) + *figure->change;
  }

  void add_earned(const StoryStatistics& story) {
    if (!story.earned || !story.currency) return;
    auto sum = std::ranges::find(result_.earned, *story.currency, &EarningsSum::currency);
    if (sum == result_.earned.end()) sum = result_.earned.insert(sum, {*story.currency, {}});
    std::optional<Figure> cents(sum->cents);
    add(cents, story.earned);
    sum->cents = *cents;
  }

  // A story that Medium shows at an address of its own, and the post that it was made of.
  void name(StoryStatistics& story) {
    {
      Rows rows = store_.query("SELECT url FROM story WHERE account = ?1 AND id = ?2", story.account, story.id);
      if (rows.next()) story.url = rows.get<std::string>(0);
    }
    Rows rows = store_.query("SELECT id, url FROM post WHERE medium_id = ?2 AND account = ?1", story.account, story.id);
    if (!rows.next()) return;
    story.post = core::PostId{rows.get<std::int64_t>(0)};
    if (auto url = rows.get<std::optional<std::string>>(1)) story.url = std::move(url);
  }

  void count_figures() {
    std::vector<StoryStatistics> stories = stories_with_figures();
    result_.stories_with_figures = static_cast<std::int64_t>(stories.size());
    for (const StoryStatistics& story : stories) {
      add(result_.views, story.views);
      add(result_.reads, story.reads);
      add(result_.claps, story.claps);
      add_earned(story);
    }
    const auto standing = [](const StoryStatistics& story) {
      return std::tuple(story.views ? story.views->value : -1, story.earned ? story.earned->value : -1);
    };
    std::ranges::stable_sort(stories, std::ranges::greater(), standing);
    if (stories.size() > wanted_.stories) stories.resize(wanted_.stories);
    for (StoryStatistics& story : stories) name(story);
    result_.stories = std::move(stories);
  }

  Store& store_;
  const StatisticsWanted& wanted_;
  Statistics result_;
};

}  // namespace

Statistics Queue::statistics(const StatisticsWanted& wanted) {
  return Counting(*impl_, wanted)();
}

}  // namespace mediumsync::queue
