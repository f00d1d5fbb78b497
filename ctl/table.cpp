#include "ctl/table.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace mediumsync::ctl {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest_elastic = 12;

std::string_view code_of(Hue hue) {
  switch (hue) {
    case Hue::plain:
      return "";
    case Hue::good:
      return "\x1b[32m";
    case Hue::warn:
      return "\x1b[33m";
    case Hue::bad:
      return "\x1b[31m";
    case Hue::faint:
      return "\x1b[2m";
  }
  return "";
}

std::string cut(const std::string& text, std::size_t width) {
  if (core::count_characters(text) <= width) return text;
  std::size_t end = 0;
  for (std::size_t shown = 0; end < text.size() && shown + 1 < width; ++shown) {
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  }
  return text.substr(0, end) + "…";
}

}  // namespace

std::string paint(const Look& look, const std::string& text, Hue hue) {
  if (!look.colored || hue == Hue::plain) return text;
  return std::string(code_of(hue)) + text + "\x1b[0m";
}

std::string Table::text(const Look& look) const {
  std::vector<std::vector<Cell>> rows{{}};
  for (const std::string& name : heading_) rows.front().push_back({name, Hue::faint});
  rows.insert(rows.end(), rows_.begin(), rows_.end());
  std::vector<std::size_t> widths(heading_.size(), 0);
  for (std::vector<Cell>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i].text = core::printable(row[i].text);
      widths[i] = std::max(widths[i], core::count_characters(row[i].text));
    }
  }
  std::size_t total = gap * (widths.size() - 1);
  for (const std::size_t width : widths) total += width;
  if (look.fitted && total > look.width) {
    const std::size_t excess = total - look.width;
    widths[elastic_] = widths[elastic_] > excess + narrowest_elastic ? widths[elastic_] - excess
                                                                     : std::min(widths[elastic_], narrowest_elastic);
  }
  std::string out;
  for (const std::vector<Cell>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string shown = look.fitted && i == elastic_ ? cut(row[i].text, widths[i]) : row[i].text;
      out += paint(look, shown, row[i].hue);
      if (i + 1 < row.size()) out.append(widths[i] - std::min(widths[i], core::count_characters(shown)) + gap, ' ');
    }
    out += '\n';
  }
  return out;
}

}  // namespace mediumsync::ctl
