#include <array>
#include <cstdio>

#include "core/text.hpp"
#include "ctl/print.hpp"
#include "ctl/times.hpp"

namespace mediumsync::ctl {
namespace {

std::string how_long(const Json& source, const char* name, core::TimePoint now) {
  const auto time = source.find(name);
  if (time == source.end() || !time->is_string()) return "–";
  const auto parsed = core::parse_rfc3339(time->get<std::string>());
  return parsed ? relative(*parsed, now) : "–";
}

std::string rate(const Json& source) {
  const auto found = source.find("new_per_week");
  if (found == source.end() || !found->is_number()) return "–";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", found->get<double>());
  return text.data();
}

// What does not fit into a column, beneath the table.
std::string remarks(const Json& source, const Look& look) {
  const std::string name = core::printable(text_of(source, "name"));
  std::string text;
  if (const std::string reason = text_of(source, "reason"); reason != "–") {
    const auto failures = source.value("failures", std::int64_t{0});
    text += paint(look, name + ": ", Hue::warn) +
            (failures > 1 ? "failed " + std::to_string(failures) + " times in a row: " : std::string()) +
            core::printable(reason) + "\n";
  }
  if (const std::string url = text_of(source, "url"); url != "–") {
    text += name + ": is read at " + core::printable(url) + " now; put that into the configuration\n";
  }
  for (const Json& other : source.value("other_urls", Json::array())) {
    if (other.is_string()) text += name + ": its page also names " + core::printable(other.get<std::string>()) + "\n";
  }
  return text;
}

std::string counted(std::int64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

}  // namespace

std::string print_sources(const Json& sources, const Look& look, core::TimePoint now) {
  Table table({"SOURCE", "KIND", "STATE", "ITEMS", "NEW/WEEK", "LAST LOOK", "NEXT"}, 0);
  std::string beneath;
  for (const Json& source : sources) {
    const std::string state = text_of(source, "state");
    table.add({{text_of(source, "name"), Hue::plain},
               {text_of(source, "kind"), Hue::plain},
               {state, hue_of_state(state)},
               {text_of(source, "items"), Hue::plain},
               {rate(source), Hue::plain},
               {how_long(source, "last_checked", now), Hue::plain},
               {how_long(source, "next_check", now), Hue::plain}});
    beneath += remarks(source, look);
  }
  return table.empty() ? "No folder or feed is configured.\n" : table.text(look) + beneath;
}

std::string print_polled(const Json& reply, const Look& look) {
  std::string text;
  for (const Json& one : reply.value("polled", Json::array())) {
    const std::string outcome = text_of(one, "outcome");
    const std::string name = core::printable(text_of(one, "name"));
    if (outcome == "failed") {
      text += name + ": " + paint(look, "failed: ", Hue::bad) + core::printable(text_of(one, "reason")) + "\n";
    } else if (outcome == "new") {
      text += name + ": " + paint(look, text_of(one, "fresh") + " new", Hue::good) + "\n";
    } else {
      text += name + ": nothing new\n";
    }
  }
  const auto sum = reply.find("sum");
  if (sum == reply.end() || !sum->is_object()) return text;
  const auto number = [&](const char* name) { return sum->value(name, std::int64_t{0}); };
  const std::int64_t all = number("new") + number("unchanged") + number("failed");
  text += counted(all, "source", "sources") + " looked at: " + counted(number("items"), "new item", "new items") +
          ", " + std::to_string(number("failed")) + " failed\n";
  return text;
}

}  // namespace mediumsync::ctl
