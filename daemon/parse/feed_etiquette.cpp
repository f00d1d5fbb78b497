// What feeds ask of their readers.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.hpp"
#include "parse/feed_dialect.hpp"

namespace mediumsync::parse {
namespace {

using namespace std::chrono_literals;
using enum Vocabulary;

constexpr std::chrono::minutes longest_interval = std::chrono::hours(24 * 366);

// "60", " 60 ", "60.0": the number that a text begins with.
std::optional<int> leading_number(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  const std::string_view digits = core::trim(*text);
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || number < 0) return std::nullopt;
  return number;
}

std::optional<std::chrono::minutes> ttl(const Element& channel) {
  const std::optional<int> minutes = leading_number(first_text(channel, {{plain, "ttl"}}));
  if (!minutes || *minutes == 0) return std::nullopt;
  return std::min(std::chrono::minutes(*minutes), longest_interval);
}

// https://web.resource.org/rss/1.0/modules/syndication/: "daily" and 1 are what is not said.
std::optional<std::chrono::minutes> update_interval(const Element& channel) {
  const auto period = first_text(channel, {{syndication, "updatePeriod"}});
  const auto frequency = leading_number(first_text(channel, {{syndication, "updateFrequency"}}));
  if (!period && !frequency) return std::nullopt;
  using Named = std::pair<std::string_view, std::chrono::minutes>;
  constexpr std::array<Named, 5> periods = {
      {{"hourly", 1h}, {"daily", 24h}, {"weekly", 168h}, {"monthly", 730h}, {"yearly", 8766h}}};
  const auto known = std::ranges::find(periods, core::ascii_lower(period.value_or("daily")), &Named::first);
  if (known == periods.end()) return std::nullopt;
  return std::max(known->second / std::max(frequency.value_or(1), 1), std::chrono::minutes(1));
}

// 0 to 23; some count to 24, as RSS 0.91 did.
std::bitset<24> skip_hours(const Element& channel) {
  std::bitset<24> hours;
  for (const Element* list : children(channel, {plain}, "skipHours")) {
    for (const Element* hour : children(*list, {plain}, "hour")) {
      const std::optional<int> number = leading_number(text(*hour));
      if (number && *number <= 24) hours.set(static_cast<std::size_t>(*number % 24));
    }
  }
  return hours;
}

std::bitset<7> skip_days(const Element& channel) {
  constexpr std::array<std::string_view, 7> names = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  std::bitset<7> days;
  for (const Element* list : children(channel, {plain}, "skipDays")) {
    for (const Element* day : children(*list, {plain}, "day")) {
      const std::string name = core::ascii_lower(core::trim(text(*day)));
      const auto known = std::ranges::find(names, std::string_view(name).substr(0, 3));
      if (known != names.end()) days.set(static_cast<std::size_t>(known - names.begin()));
    }
  }
  return days;
}

}  // namespace

Etiquette etiquette(const Element& channel, const std::optional<std::string>& base) {
  Etiquette etiquette;
  etiquette.ttl = ttl(channel);
  etiquette.update_interval = update_interval(channel);
  etiquette.skip_hours = skip_hours(channel);
  etiquette.skip_days = skip_days(channel);
  for (const Element* link : children(channel, {atom, plain}, "link")) {
    const std::string rel = core::ascii_lower(core::trim(attribute(*link, "rel").value_or("")));
    const std::optional<std::string> href = attribute(*link, "href");
    if (!href || core::trim(*href).empty()) continue;
    std::string address = resolve_or_keep(base_in(*link, base), *href);
    if (rel == "hub") {
      etiquette.hubs.push_back(std::move(address));
    } else if (rel == "self" && !etiquette.self) {
      etiquette.self = std::move(address);
    } else if ((rel == "next" || rel == "prev-archive") && !etiquette.next) {
      etiquette.next = std::move(address);
    }
  }
  return etiquette;
}

}  // namespace mediumsync::parse
