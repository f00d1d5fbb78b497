#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "core/text.hpp"
#include "ctl/bars.hpp"
#include "ctl/print.hpp"
#include "ctl/times.hpp"

namespace mediumsync::ctl {
namespace {

constexpr std::size_t widest_bar = 40;
constexpr std::size_t narrowest_bar = 4;

std::int64_t number(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || !found->is_number_integer() ? 0 : found->get<std::int64_t>();
}

Json member(const Json& object, const char* name, Json otherwise) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? std::move(otherwise) : *found;
}

std::string counted(std::int64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string span(std::int64_t seconds) {
  constexpr std::array<std::pair<std::int64_t, const char*>, 3> units{{{86400, "day"}, {3600, "hour"}, {60, "minute"}}};
  for (const auto& [length, name] : units) {
    if (seconds >= 2 * length) return std::to_string(seconds / length) + " " + name + "s";
  }
  return counted(std::max<std::int64_t>(seconds, 1), "second", "seconds");
}

// "1,234.56"; hundredths.
std::string amount(std::int64_t cents) {
  constexpr std::int64_t hundred = 100;
  std::string whole = std::to_string(std::abs(cents) / hundred);
  for (std::size_t i = whole.size(); i > 3; i -= 3) whole.insert(i - 3, ",");
  const std::int64_t rest = std::abs(cents) % hundred;
  return (cents < 0 ? "-" : "") + whole + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

std::string signed_text(std::int64_t change, const std::string& text) {
  return change >= 0 ? "+" + text : text;
}

// "120 (+20)"
std::string figure(const Json& object, const char* name) {
  const Json one = member(object, name, nullptr);
  if (!one.is_object()) return "–";
  const Json change = member(one, "change", nullptr);
  const std::string text = text_of(one, "value");
  return change.is_number_integer() ? text + " (" + signed_text(change.get<std::int64_t>(), change.dump()) + ")" : text;
}

std::string money(const Json& one) {
  if (!one.is_object()) return "–";
  const Json change = member(one, "change", nullptr);
  std::string text = amount(number(one, "cents"));
  if (change.is_number_integer()) {
    const auto more = change.get<std::int64_t>();
    text += " (" + signed_text(more, amount(more)) + ")";
  }
  return text + " " + text_of(one, "currency");
}

std::string kept(const Json& one) {
  std::string text = std::to_string(number(one, "in_time")) + " in time";
  if (number(one, "late") > 0) text += ", " + std::to_string(number(one, "late")) + " late";
  if (number(one, "by_person") > 0) text += ", " + std::to_string(number(one, "by_person")) + " asked for";
  return text;
}

std::string print_published(const Json& reply) {
  const Json published = member(reply, "published", Json::object());
  const std::int64_t stories = number(published, "stories");
  if (stories == 0) return "Nothing was published since " + text_of(reply, "since") + ".\n";
  std::string text = counted(stories, "story", "stories") + " since " + text_of(reply, "since").substr(0, 10) + ": " +
                     kept(published) + "\n";
  const Json wait = member(reply, "median_wait_s", nullptr);
  if (wait.is_number_integer())
    text += "From its arrival to its publication half of them took " + span(wait.get<std::int64_t>()) + " or less.\n";
  return text;
}

// What is left of a line beside `taken` characters.
std::size_t room(const Look& look, std::size_t taken) {
  const std::size_t left = look.width > taken ? look.width - taken : 0;
  return std::clamp(left, narrowest_bar, widest_bar);
}

// From the first one with a story on.
std::vector<Json> since_first_story(const Json& months) {
  const auto first =
      std::find_if(months.begin(), months.end(), [](const Json& month) { return number(month, "stories") > 0; });
  return {first, months.end()};
}

std::string print_months(const std::vector<Json>& months, const Look& look) {
  if (months.empty()) return {};
  std::int64_t most = 0;
  for (const Json& month : months) most = std::max(most, number(month, "stories"));
  std::vector<std::string> heading{"MONTH", "STORIES", "KEPT"};
  if (look.fitted) heading.emplace_back("");
  Table table(heading, 2);
  std::size_t widest = 0;
  for (const Json& month : months) widest = std::max(widest, kept(month).size());
  constexpr std::size_t other_columns = 22;
  for (const Json& month : months) {
    const std::int64_t stories = number(month, "stories");
    std::vector<Cell> row{{text_of(month, "month"), Hue::plain},
                          {std::to_string(stories), Hue::plain},
                          {stories == 0 ? "" : kept(month), number(month, "late") > 0 ? Hue::warn : Hue::plain}};
    if (look.fitted) row.push_back({bar(stories, most, room(look, widest + other_columns)), Hue::good});
    table.add(std::move(row));
  }
  return "\n" + table.text(look);
}

std::string print_failures(const Json& failures, const Look& look, core::TimePoint now) {
  if (failures.empty()) return {};
  Table table({"CAME TO NOTHING", "TIMES", "LAST", "WHY, THE LAST TIME"}, 3);
  for (const Json& failure : failures) {
    table.add({{text_of(failure, "cause"), Hue::bad},
               {text_of(failure, "count"), Hue::plain},
               {show_time(failure.value("last_at", Json(nullptr)), now), Hue::plain},
               {text_of(failure, "detail"), Hue::plain}});
  }
  return "\n" + table.text(look);
}

std::string print_sums(const Json& figures, core::TimePoint now) {
  std::string text = "\nOn Medium, of " + counted(number(figures, "stories"), "story", "stories") + ": ";
  text += figure(figures, "views") + " views, " + figure(figures, "reads") + " reads, " + figure(figures, "claps") +
          " claps";
  for (const Json& sum : member(figures, "earned", Json::array())) text += ", " + money(sum) + " earned";
  text += "\n";
  const std::string viewed = text_of(figures, "viewed_at");
  const std::string earned = text_of(figures, "earned_at");
  if (viewed != "–") text += "Views and reads as imported " + show_time(viewed, now) + "\n";
  if (earned != "–") text += "Earnings as imported " + show_time(earned, now) + "\n";
  return text;
}

std::string print_stories(const Json& stories, const Look& look) {
  std::int64_t most = 0;
  for (const Json& story : stories) most = std::max(most, number(member(story, "views", Json::object()), "value"));
  const bool charted = look.fitted && most > 0;
  std::vector<std::string> heading{"POST", "TITLE", "VIEWS", "READS", "EARNED"};
  if (charted) heading.emplace_back("");
  Table table(heading, 1);
  constexpr std::size_t width = 12;
  for (const Json& story : stories) {
    const std::int64_t views = number(member(story, "views", Json::object()), "value");
    std::vector<Cell> row{{text_of(story, "post"), Hue::plain},
                          {text_of(story, "title"), Hue::plain},
                          {figure(story, "views"), Hue::plain},
                          {figure(story, "reads"), Hue::plain},
                          {money(member(story, "earned", nullptr)), Hue::plain}};
    if (charted) row.push_back({bar(views, most, width), Hue::good});
    table.add(std::move(row));
  }
  return table.empty() ? std::string() : "\n" + table.text(look);
}

}  // namespace

std::string print_statistics(const Json& reply, const Look& look, core::TimePoint now) {
  const Json figures = member(reply, "figures", Json::object());
  std::string text = print_published(reply) +
                     print_months(since_first_story(member(reply, "months", Json::array())), look) +
                     print_failures(member(reply, "failures", Json::array()), look, now);
  if (number(figures, "stories") > 0) {
    text += print_sums(figures, now) + print_stories(member(reply, "stories", Json::array()), look);
  } else {
    text +=
        "\nViews, reads and earnings come by mediumsyncctl import: of https://medium.com/me/stats?format=json as saved "
        "from a browser, and of the account's export.\n";
  }
  const std::string changes = print_changes(member(reply, "changes", Json::array()), look);
  if (!changes.empty()) text += "\nChanged on Medium itself:\n" + changes;
  if (reply.value("newest_only", false)) text += "\nThere is more than is looked at: this is the newest of it.\n";
  return text;
}

}  // namespace mediumsync::ctl
