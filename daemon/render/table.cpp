#include "render/table.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "core/text.hpp"
#include "render/display_width.hpp"
#include "render/inline.hpp"
#include "render/preformatted.hpp"

namespace mediumsync::render {
namespace {

using core::Inlines;
using core::Table;
using core::TableRow;

// The links of a table by the number that stands for them in its cells.
class LinkNotes {
 public:
  explicit LinkNotes(std::size_t notes_before) : before_(notes_before) {}

  std::size_t number_of(const std::string& target) {
    const auto [place, added] = numbers_.try_emplace(target, before_ + targets_.size() + 1);
    if (added) targets_.push_back(target);
    return place->second;
  }

  std::size_t last() const { return before_ + targets_.size(); }

  std::string html() const {
    std::string lines;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      lines += (i > 0 ? "<br>[" : "[") + std::to_string(before_ + i + 1) + "] " +
               link_html(targets_[i], escaped(targets_[i]));
    }
    return lines.empty() ? lines : "<p>" + lines + "</p>";
  }

 private:
  std::size_t before_;
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::string> targets_;
};

std::optional<std::string> target_of(const core::Inline& part) {
  const core::Run* run = std::get_if<core::Run>(&part);
  if (run == nullptr || !run->href || run->text.empty()) return std::nullopt;
  return link_target(*run->href);
}

std::string cell_text(const Inlines& cell, LinkNotes& links) {
  std::string text;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const core::Run* run = std::get_if<core::Run>(&cell[i]);
    text += run != nullptr ? run->text : " ";
    const auto target = target_of(cell[i]);
    if (target && (i + 1 == cell.size() || target_of(cell[i + 1]) != target)) {
      text += " [" + std::to_string(links.number_of(*target)) + "]";
    }
  }
  return core::collapse_space(text);
}

bool has_break(const TableRow& row) {
  return std::any_of(row.begin(), row.end(), [](const Inlines& cell) {
    return std::any_of(cell.begin(), cell.end(),
                       [](const core::Inline& part) { return std::holds_alternative<core::Break>(part); });
  });
}

bool is_blank_row(const TableRow& row) {
  return std::all_of(row.begin(), row.end(), is_blank);
}

std::size_t column_count(const Table& table) {
  std::size_t count = std::max(table.columns.size(), table.header.size());
  for (const TableRow& row : table.rows) count = std::max(count, row.size());
  return count;
}

// A table as lines of text, every cell as wide as its column.
class Grid {
 public:
  Grid(const Table& table, std::size_t notes_before)
      : alignments_(table.columns),
        has_header_(!is_blank_row(table.header)),
        widths_(column_count(table)),
        links_(notes_before) {
    alignments_.resize(widths_.size(), core::Alignment::none);
    if (has_header_) add(table.header);
    for (const TableRow& row : table.rows) add(row);
  }

  std::size_t width() const {
    std::size_t sum = widths_.empty() ? 0 : separator.size() * (widths_.size() - 1);
    for (const std::size_t width : widths_) sum += width;
    return sum;
  }

  std::size_t last_note() const { return links_.last(); }

  std::string html() const {
    std::string text;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (i > 0) text += '\n';
      text += line(rows_[i]);
      if (i == 0 && has_header_) text += '\n' + rule();
    }
    return "<pre>" + preformatted(text) + "</pre>" + links_.html();
  }

 private:
  static constexpr std::string_view separator = " | ";

  struct Cell {
    std::string text;
    std::size_t width;
  };

  void add(const TableRow& row) {
    std::vector<Cell> cells;
    for (const Inlines& cell : row) {
      std::string text = cell_text(cell, links_);
      const std::size_t width = display_width(text);
      widths_[cells.size()] = std::max(widths_[cells.size()], width);
      cells.push_back({std::move(text), width});
    }
    cells.resize(widths_.size(), Cell{{}, 0});
    rows_.push_back(std::move(cells));
  }

  std::string line(const std::vector<Cell>& cells) const {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t space = widths_[i] - cells[i].width;
      std::size_t left = 0;
      if (alignments_[i] == core::Alignment::right) left = space;
      if (alignments_[i] == core::Alignment::centre) left = space / 2;
      if (i > 0) text += separator;
      text.append(left, ' ');
      text += cells[i].text;
      text.append(space - left, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  }

  std::string rule() const {
    std::string text;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      if (i > 0) text += "-+-";
      text.append(widths_[i], '-');
    }
    return text;
  }

  std::vector<core::Alignment> alignments_;
  bool has_header_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<Cell>> rows_;
  LinkNotes links_;
};

std::string row_html(const TableRow& row, const TableRow& header) {
  std::string lines;
  const auto add_line = [&lines](const std::string& html) { lines += (lines.empty() ? "" : "<br>") + html; };
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (is_blank(row[i])) continue;
    const std::string name = i < header.size() ? core::collapse_space(core::plain_text(header[i])) : "";
    if (i == 0) {
      add_line(inline_html(with_marks(row[i], core::Marks::strong)));
    } else {
      const std::string_view colon = name.ends_with(':') ? " " : ": ";
      add_line((name.empty() ? "" : escaped(name) + std::string(colon)) + inline_html(row[i]));
    }
  }
  return lines.empty() ? lines : "<p>" + lines + "</p>";
}

// One paragraph a row. The names of the columns stand before them once, since the first one's is not said again.
std::string rows_html(const Table& table) {
  std::string names;
  for (const Inlines& cell : table.header) {
    if (!is_blank(cell)) names += (names.empty() ? "" : " · ") + inline_html(with_marks(cell, core::Marks::emphasis));
  }
  std::string html = names.empty() ? names : "<p>" + names + "</p>";
  for (const TableRow& row : table.rows) html += row_html(row, table.header);
  return html;
}

}  // namespace

bool fits(const Table& table) {
  // Its own numbers, not the story's: whether a table is a block may not depend on what stands before it.
  return !has_break(table.header) && std::none_of(table.rows.begin(), table.rows.end(), has_break) &&
         Grid{table, 0}.width() <= max_table_width;
}

TableHtml table_html(const Table& table, std::size_t notes_before) {
  if (is_blank_row(table.header) && std::all_of(table.rows.begin(), table.rows.end(), is_blank_row))
    return {{}, notes_before};
  if (!fits(table)) return {rows_html(table), notes_before};
  const Grid grid{table, notes_before};
  return {grid.html(), grid.last_note()};
}

}  // namespace mediumsync::render
