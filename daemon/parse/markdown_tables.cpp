#include "parse/markdown_tables.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "parse/markdown_lines.hpp"
#include "parse/markdown_regions.hpp"

namespace mediumsync::parse {
namespace {

// A table that would grow beyond this many empty cells for each written one keeps its columns.
constexpr std::size_t max_growth = 4;
constexpr std::size_t free_growth = 1000;  // cells

// A line of a table without the marks of quotes and lists around it.
struct TableLine {
  std::string_view around;
  std::string_view text;  // no white space at its ends
};

TableLine table_line(std::string_view line) {
  const std::string_view text = behind_containers(line);
  return {line.substr(0, line.size() - text.size()), core::trim(text)};
}

bool is_delimiter(std::string_view text) {
  return text.find_first_not_of("|-: \t") == std::string_view::npos && text.find('-') != std::string_view::npos &&
         text.find('|') != std::string_view::npos;
}

// Where the bars stand that part cells; `\|` is none.
std::vector<std::size_t> bars_of(std::string_view text) {
  std::vector<std::size_t> bars;
  for (std::size_t i = text.find_first_of("|\\"); i < text.size(); i = text.find_first_of("|\\", i + 1)) {
    if (text[i] == '\\') {
      ++i;
    } else {
      bars.push_back(i);
    }
  }
  return bars;
}

std::size_t count_cells(std::string_view text, const std::vector<std::size_t>& bars) {
  const bool opened = !bars.empty() && bars.front() == 0;
  const bool closed = bars.size() > (opened ? 1U : 0U) && bars.back() + 1 == text.size();
  return bars.size() + 1 - (opened ? 1 : 0) - (closed ? 1 : 0);
}

std::size_t count_cells(std::string_view text) {
  return count_cells(text, bars_of(text));
}

// A row of the table whose delimiters stand in `around`; what else begins there ends the table.
bool is_row(const TableLine& line, const TableLine& delimiter) {
  if (line.text.empty() || line.around.find_first_not_of(" \t>") != std::string_view::npos) return false;
  if (std::ranges::count(line.around, '>') != std::ranges::count(delimiter.around, '>')) return false;
  return !line.text.starts_with('#') && !line.text.starts_with("```") && !line.text.starts_with("~~~");
}

struct Table {
  std::size_t header = 0;
  std::size_t end = 0;  // behind the last row
  std::size_t columns = 0;
  std::size_t widest = 0;
  std::size_t widest_row = 0;
  std::size_t cells = 0;
};

// The table whose delimiter row is the line `at`; std::nullopt for what is none.
std::optional<Table> table_at(const std::vector<std::string_view>& lines, std::size_t at) {
  if (at == 0 || lines[at].find('|') == std::string_view::npos) return std::nullopt;
  const TableLine delimiter = table_line(lines[at]);
  if (!is_delimiter(delimiter.text)) return std::nullopt;
  Table table{.header = at - 1, .end = at + 1, .columns = count_cells(delimiter.text)};
  if (count_cells(table_line(lines[at - 1]).text) != table.columns) return std::nullopt;
  for (; table.end < lines.size(); ++table.end) {
    const TableLine row = table_line(lines[table.end]);
    if (!is_row(row, delimiter)) break;
    const std::size_t cells = count_cells(row.text);
    table.cells += cells;
    if (cells > table.widest) {
      table.widest = cells;
      table.widest_row = table.end;
    }
  }
  return table;
}

// `more` cells behind the line's own.
std::string widened(std::string_view line, std::string_view cell, std::size_t more) {
  std::string out(line.substr(0, line.find_last_not_of(" \t") + 1));
  const TableLine row = table_line(line);
  const std::vector<std::size_t> bars = bars_of(row.text);
  if (bars.empty() || bars.back() + 1 != row.text.size()) out += " |";
  for (std::size_t i = 0; i < more; ++i) out.append(cell).append("|");
  return out;
}

// All cells from the last column on as one, their bars as text.
std::string joined(std::string_view line, std::size_t columns) {
  const TableLine row = table_line(line);
  const std::vector<std::size_t> bars = bars_of(row.text);
  if (count_cells(row.text, bars) <= columns) return std::string(line);
  const std::size_t first = columns - (bars.front() == 0 ? 0 : 1);
  std::string out(row.around);
  for (std::size_t i = 0; i < row.text.size(); ++i) {
    const auto bar = std::ranges::lower_bound(bars, i);
    const bool parts = bar != bars.end() && *bar == i;
    const bool last = i + 1 == row.text.size();
    if (parts && !last && static_cast<std::size_t>(bar - bars.begin()) >= first) out += '\\';
    out += row.text[i];
  }
  return out;
}

}  // namespace

bool has_ragged_table(std::string_view markdown) {
  if (markdown.find('|') == std::string_view::npos) return false;
  const std::vector<std::string_view> lines = lines_of(markdown);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto table = table_at(lines, i);
    if (!table) continue;
    if (table->widest > table->columns) return true;
    i = table->end - 1;
  }
  return false;
}

std::string widen_tables(std::string_view markdown, int first_line, FindingList& findings) {
  const std::vector<std::string_view> lines = lines_of(markdown);
  const std::vector<Region> regions = regions_of(markdown);
  const auto in_code = [&](std::string_view line) {
    const auto begin = static_cast<std::size_t>(line.data() - markdown.data());
    const auto region = std::ranges::upper_bound(regions, begin, {}, &Region::end);
    return region != regions.end() && region->begin <= begin && region->kind == RegionKind::code;
  };
  std::vector<std::pair<std::size_t, std::string>> changed;  // by line
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto table = table_at(lines, i);
    if (!table) continue;
    if (table->widest > table->columns && !in_code(lines[i])) {
      const std::size_t rows = table->end - i;
      if (rows * table->widest <= table->cells * max_growth + free_growth) {
        changed.emplace_back(table->header, widened(lines[table->header], " ", table->widest - table->columns));
        changed.emplace_back(i, widened(lines[i], "---", table->widest - table->columns));
      } else {
        for (std::size_t row = i + 1; row < table->end; ++row)
          changed.emplace_back(row, joined(lines[row], table->columns));
      }
      findings.add(core::Severity::advice, "table-cells",
                   "a row of the table has " + std::to_string(table->widest) + " cells, its header " +
                       std::to_string(table->columns) + ": all are kept. Give each column a name",
                   first_line + static_cast<int>(table->widest_row));
    }
    i = table->end - 1;
  }
  std::string out;
  out.reserve(markdown.size() + 64);
  auto next = changed.begin();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (next != changed.end() && next->first == i) {
      out.append((next++)->second);
    } else {
      out.append(lines[i]);
    }
    out += '\n';
  }
  return out;
}

}  // namespace mediumsync::parse
