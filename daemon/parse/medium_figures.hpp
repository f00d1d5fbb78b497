// What Medium says that stories came to: the earnings page of an account's export, and the statistics page. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::parse {

// In hundredths of the currency, which is named as ISO 4217 does.
struct Earned {
  std::int64_t cents = 0;
  std::string currency;
  bool operator==(const Earned&) const = default;
};

// Since the story's first day. Absent: this page does not tell.
struct ExportedFigures {
  std::string id;
  std::string title;
  std::optional<std::int64_t> views;
  std::optional<std::int64_t> reads;
  std::optional<std::int64_t> claps;
  std::optional<Earned> earned;
};

// Whether the export keeps earnings there: partner-program/NAME.html, wherever the export lies.
bool is_earnings_file(std::string_view path);

// Its stories with what they earned; empty for another page.
std::vector<ExportedFigures> earnings_of(std::string_view html);

// Of https://medium.com/me/stats?format=json; empty where it isn't that.
std::vector<ExportedFigures> figures_of_stats(std::string_view json);

// "$1,234.56 (USD)" and the like.
std::optional<Earned> read_money(std::string_view text);

}  // namespace mediumsync::parse
