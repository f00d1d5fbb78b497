#include "control/bounds.hpp"
#include "control/present.hpp"
#include "control/verbs.hpp"
#include "queue/medium_change.hpp"
#include "queue/statistics.hpp"

namespace mediumsync::control {
namespace {

using std::chrono::seconds;

constexpr std::int64_t default_months = 12;
constexpr std::int64_t default_stories = 20;
constexpr std::size_t most_changes = 100;

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

Json figure_or_null(const std::optional<queue::Figure>& figure) {
  if (!figure) return nullptr;
  return {{"value", figure->value}, {"change", figure->change ? Json(*figure->change) : Json(nullptr)}};
}

Json money_or_null(const std::optional<queue::Figure>& cents, const std::optional<std::string>& currency) {
  if (!cents || !currency) return nullptr;
  return {{"cents", cents->value},
          {"change", cents->change ? Json(*cents->change) : Json(nullptr)},
          {"currency", text_or_null(currency)}};
}

Json to_json(const queue::Punctuality& all) {
  return {{"stories", all.stories}, {"in_time", all.in_time}, {"late", all.late}, {"by_person", all.by_person}};
}

Json to_json(const queue::MonthStatistics& month) {
  Json json{{"month", std::to_string(static_cast<int>(month.month.year())) + "-" +
                          two_digits(static_cast<unsigned>(month.month.month()))}};
  json.update(to_json(month.punctuality));
  return json;
}

Json to_json(const queue::FailureStatistics& failure) {
  return {{"cause", failure.cause},
          {"count", failure.count},
          {"last_at", core::format_rfc3339(failure.last_at)},
          {"detail", text_or_null(failure.last_detail)}};
}

Json to_json(const queue::StoryStatistics& story) {
  return {{"account", story.account},
          {"medium_id", text_or_null(story.id)},
          {"title", text_or_null(story.title)},
          {"post", story.post ? Json(story.post->value) : Json(nullptr)},
          {"url", text_or_null(story.url)},
          {"views", figure_or_null(story.views)},
          {"reads", figure_or_null(story.reads)},
          {"claps", figure_or_null(story.claps)},
          {"earned", money_or_null(story.earned, story.currency)}};
}

template <typename Values>
Json list_of(const Values& values) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(to_json(value));
  return list;
}

Json figures_of(const queue::Statistics& statistics) {
  Json earned = Json::array();
  for (const queue::EarningsSum& sum : statistics.earned) earned.push_back(money_or_null(sum.cents, sum.currency));
  return {{"stories", statistics.stories_with_figures},
          {"views", figure_or_null(statistics.views)},
          {"reads", figure_or_null(statistics.reads)},
          {"claps", figure_or_null(statistics.claps)},
          {"earned", earned},
          {"viewed_at", time_or_null(statistics.viewed_at)},
          {"earned_at", time_or_null(statistics.earned_at)}};
}

Json changes_on_medium(Services& services, const std::optional<std::string>& account) {
  Json list = Json::array();
  for (const auto& [post, change] : services.queue.medium_changes(most_changes)) {
    if (account && post.account != *account) continue;
    const core::Finding finding = queue::finding_of(change, post.id);
    list.push_back({{"post", post.id.value},
                    {"title", text_or_null(post.title)},
                    {"code", finding.code},
                    {"message", text_or_null(finding.message)},
                    {"seen_at", core::format_rfc3339(change.seen_at)}});
  }
  return list;
}

bool is_account(Services& services, const std::string& name) {
  return services.rules(name).has_value();
}

}  // namespace

void statistics(Services& services, Parameters& parameters, const Answer& answer) {
  const auto account = parameters.text("account");
  const std::int64_t months = parameters.integer("months").value_or(default_months);
  const std::int64_t stories = parameters.integer("stories").value_or(default_stories);
  if (!months_at_once.hold(months)) parameters.refuse("months");
  if (!stories_at_once.hold(stories)) parameters.refuse("stories");
  if (!parameters.valid()) return;
  if (account && !is_account(services, *account)) return answer.not_found("account " + *account);
  const queue::Statistics counted = services.queue.statistics({.account = account,
                                                               .months = static_cast<int>(months),
                                                               .stories = static_cast<std::size_t>(stories),
                                                               .now = services.clock()});
  const auto in_seconds = [](core::Duration span) { return std::chrono::duration_cast<seconds>(span).count(); };
  answer.reply({{"since", core::format_rfc3339(counted.since)},
                {"published", to_json(counted.punctuality)},
                {"tolerance_s", in_seconds(queue::slot_tolerance)},
                {"median_wait_s", counted.median_wait ? Json(in_seconds(*counted.median_wait)) : Json(nullptr)},
                {"months", list_of(counted.months)},
                {"failures", list_of(counted.failures)},
                {"figures", figures_of(counted)},
                {"stories", list_of(counted.stories)},
                {"changes", changes_on_medium(services, account)},
                {"newest_only", counted.looked == queue::Statistics::Looked::at_the_newest}});
}

}  // namespace mediumsync::control
