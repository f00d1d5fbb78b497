// Tables: of data, of layout, and those that highlighters set code in.
#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "parse/html_code.hpp"
#include "parse/html_reader.hpp"

namespace mediumsync::parse {
namespace {

// What spans may make of a few bytes.
constexpr std::size_t max_columns = 1000;
constexpr std::size_t max_spanned = 100'000;
// A table in a table is looked into for code no deeper than this.
constexpr int max_tables_searched = 3;

using Row = TableParts::Row;

TableParts parts_of(const GumboNode& table) {
  TableParts parts;
  bool in_head = false;
  walk(table, [&](const GumboNode& node) {
    const std::string_view tag = tag_name(node);
    if (&node == &table || tag == "colgroup") return Walk::into;
    if (tag == "thead" || tag == "tbody" || tag == "tfoot") {
      in_head = tag == "thead";
      return Walk::into;
    }
    if (tag == "caption") parts.captions.push_back(&node);
    if (tag == "col") parts.columns.push_back(&node);
    if (tag == "tr") parts.rows.push_back({&node, in_head});
    return Walk::past;
  });
  return parts;
}

std::vector<const GumboNode*> cells_of(const GumboNode& row) {
  std::vector<const GumboNode*> cells;
  const GumboVector& nodes = children(row);
  for (unsigned i = 0; i < nodes.length; ++i) {
    const std::string_view tag = tag_name(child(nodes, i));
    if (tag == "td" || tag == "th") cells.push_back(&child(nodes, i));
  }
  return cells;
}

std::size_t span(const GumboNode& cell, const char* name) {
  const std::string_view text = core::trim(attribute(cell, name).value_or("1"));
  std::size_t value = 1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::clamp<std::size_t>(value, 1, max_columns);
}

core::Alignment alignment_of(const GumboNode& cell) {
  std::string text = core::ascii_lower(attribute(cell, "align").value_or(""));
  const std::string style = core::ascii_lower(attribute(cell, "style").value_or(""));
  if (const std::size_t at = style.find("text-align:"); at != std::string::npos)
    text = std::string(core::trim(std::string_view(style).substr(at + 11)));
  if (text.starts_with("left")) return core::Alignment::left;
  if (text.starts_with("right")) return core::Alignment::right;
  if (text.starts_with("cent")) return core::Alignment::centre;
  return core::Alignment::none;
}

bool all_headers(const std::vector<const GumboNode*>& cells) {
  return !cells.empty() &&
         std::all_of(cells.begin(), cells.end(), [](const GumboNode* cell) { return tag_name(*cell) == "th"; });
}

// Puts cells where their spans and those of the rows above leave room; lives for one table.
class Grid {
 public:
  void align(std::size_t column, core::Alignment alignment) {
    if (column >= max_columns) return;
    if (table_.columns.size() <= column) table_.columns.resize(column + 1, core::Alignment::none);
    if (table_.columns[column] == core::Alignment::none) table_.columns[column] = alignment;
  }

  void add(core::Inlines text, const GumboNode& cell) {
    pass_reached();
    const std::size_t first = row_.size();
    align(first, alignment_of(cell));
    row_.push_back(std::move(text));
    const std::size_t rows = span(cell, "rowspan");
    const std::size_t columns = first < max_columns ? std::min(span(cell, "colspan"), max_columns - first) : 1;
    spanned_ += columns * rows - 1;
    if (spanned_ > max_spanned) return;
    if (reaching_.size() < first + columns) reaching_.resize(first + columns, 0);
    std::fill_n(reaching_.begin() + static_cast<std::ptrdiff_t>(first), columns, rows - 1);
    row_.resize(first + columns);
  }

  enum class RowKind { head, body };
  void end_row(RowKind kind) {
    pass_reached();
    while (!row_.empty() && row_.back().empty()) row_.pop_back();
    core::TableRow row = std::exchange(row_, {});
    if (kind == RowKind::head && empty()) {
      table_.header = std::move(row);
    } else if (!row.empty()) {
      table_.rows.push_back(std::move(row));
    }
  }
  bool empty() const { return table_.header.empty() && table_.rows.empty(); }

  core::Table take() {
    std::size_t width = table_.header.size();
    for (const core::TableRow& row : table_.rows) width = std::max(width, row.size());
    table_.columns.resize(width, core::Alignment::none);
    return std::move(table_);
  }

 private:
  // Columns that a cell from above still fills.
  void pass_reached() {
    while (row_.size() < reaching_.size() && reaching_[row_.size()] > 0) {
      --reaching_[row_.size()];
      row_.emplace_back();
    }
  }

  core::Table table_;
  core::TableRow row_;
  std::vector<std::size_t> reaching_;  // by column: how many more rows
  std::size_t spanned_ = 0;
};

}  // namespace

void HtmlReader::table(const GumboNode& element, const Style& style, Flow& flow) {
  flow.end_paragraph();
  const TableParts parts = parts_of(element);
  for (const GumboNode* caption : parts.captions) block(*caption, style, flow);
  ++tables_around_;
  const bool code = tables_around_ <= max_tables_searched && is_code_table(element);
  const bool layout = parts.rows.size() == 1 && cells_of(*parts.rows.front().element).size() == 1;
  if (code) {
    preformatted(element, style, flow);
  } else if (layout || attribute(element, "role") == "presentation") {
    for (const Row& row : parts.rows) {
      for (const GumboNode* cell : cells_of(*row.element)) block(*cell, style, flow);
    }
  } else {
    data_table(parts, style, flow);
  }
  --tables_around_;
}

void HtmlReader::data_table(const TableParts& parts, const Style& style, Flow& flow) {
  Grid grid;
  std::vector<core::Image> images;
  for (std::size_t i = 0; i < parts.columns.size(); ++i) grid.align(i, alignment_of(*parts.columns[i]));
  for (const Row& row : parts.rows) {
    find_anchor(*row.element);
    const auto cells = cells_of(*row.element);
    for (const GumboNode* cell : cells) {
      find_anchor(*cell);
      FlatText flat = flat_text_of(*cell, style);
      std::move(flat.images.begin(), flat.images.end(), std::back_inserter(images));
      grid.add(std::move(flat.text), *cell);
    }
    const bool headed = row.in_head || (all_headers(cells) && cells.size() > 1);
    grid.end_row(headed ? Grid::RowKind::head : Grid::RowKind::body);
  }
  core::Table table = grid.take();
  if (!table.columns.empty()) flow.block({std::move(table)});
  for (core::Image& image : images) flow.block({std::move(image)});
}

}  // namespace mediumsync::parse
