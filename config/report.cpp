#include "config/report.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/text.hpp"

namespace mediumsync::config {

namespace {

// The bytes of `line` from the given column (in characters, from 1) on.
std::string_view from_column(std::string_view line, int column) {
  std::size_t at = 0;
  for (int i = 1; i < column && at < line.size(); ++i) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
  }
  return line.substr(at);
}

}  // namespace

Report::Report(std::string_view text) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines_.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

void Report::add(Position place, std::string message) {
  mistakes_.push_back(Mistake{.line = place.line, .column = place.column, .message = std::move(message)});
}

void Report::add_inside(const Placed<std::string>& string, std::size_t offset, std::string message) {
  Position place = string.place;
  const std::string_view before = std::string_view(string.value).substr(0, offset);
  const std::string_view source = from_column(line(place.line), place.column);
  const bool quoted = source.starts_with('"') || source.starts_with('\'');
  const bool multiline = source.starts_with(R"(""")") || source.starts_with("'''");
  if (quoted && source.substr(1).starts_with(before) && (!multiline || string.value.empty())) {
    place.column += 1 + static_cast<int>(core::count_characters(before));
  }
  add(place, std::move(message));
}

std::string_view Report::line(int number) const {
  const auto index = static_cast<std::size_t>(number) - 1;
  return number >= 1 && index < lines_.size() ? lines_[index] : std::string_view();
}

Mistakes Report::take() {
  std::stable_sort(mistakes_.begin(), mistakes_.end(), [](const Mistake& a, const Mistake& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return std::exchange(mistakes_, {});
}

}  // namespace mediumsync::config
