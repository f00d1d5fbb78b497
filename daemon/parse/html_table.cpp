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

// An image of a cell, which can't stand in it.
struct PlacedImage {
  std::size_t column = 0;
  core::Image image;
};

// Puts cells where their spans and those of the rows above leave room; lives for one table.
class Grid {
 public:
  void align(std::size_t column, core::Alignment alignment) {
    if (column >= max_columns) return;
    if (table_.columns.size() <= column) table_.columns.resize(column + 1, core::Alignment::none);
    if (table_.columns[column] == core::Alignment::none) table_.columns[column] = alignment;
  }

  // The column that it stands in.
  std::size_t add(core::Inlines text, const GumboNode& cell) {
    pass_reached();
    const std::size_t first = row_.size();
    align(first, alignment_of(cell));
    row_.push_back(std::move(text));
    const std::size_t rows = span(cell, "rowspan");
    const std::size_t columns = first < max_columns ? std::min(span(cell, "colspan"), max_columns - first) : 1;
    spanned_ += columns * rows - 1;
    if (spanned_ > max_spanned) return first;
    if (reaching_.size() < first + columns) reaching_.resize(first + columns, 0);
    std::fill_n(reaching_.begin() + static_cast<std::ptrdiff_t>(first), columns, rows - 1);
    row_.resize(first + columns);
    return first;
  }

  enum class RowKind { head, body };
  void end_row(RowKind kind, std::vector<PlacedImage> images) {
    pass_reached();
    while (!row_.empty() && row_.back().empty()) row_.pop_back();
    core::TableRow row = std::exchange(row_, {});
    if (kind == RowKind::head && empty()) {
      table_.header = std::move(row);
      header_images_ = std::move(images);
    } else if (!row.empty() || !images.empty()) {
      table_.rows.push_back(std::move(row));
      images_.resize(table_.rows.size());
      images_.back() = std::move(images);
    }
  }
  bool empty() const { return table_.header.empty() && table_.rows.empty() && header_images_.empty(); }
  bool has_images() const {
    return !header_images_.empty() || std::ranges::any_of(images_, [](const auto& row) { return !row.empty(); });
  }

  // Where images stand among the words: the columns' names, then each row as a paragraph with its images behind it. An
  // image without a caption gets its column's name if it is all that its cell holds.
  core::Blocks take_by_rows() && {
    core::Blocks blocks;
    core::Inlines names;
    for (const core::Inlines& name : table_.header) {
      if (name.empty()) continue;
      if (!names.empty()) names.emplace_back(core::Run{" · ", core::Marks::none, std::nullopt});
      const core::Inlines shown = with_mark(name, core::Marks::emphasis);
      names.insert(names.end(), shown.begin(), shown.end());
    }
    if (!names.empty()) blocks.push_back({core::Paragraph{std::move(names)}});
    for (PlacedImage& one : header_images_) blocks.push_back({std::move(one.image)});
    images_.resize(table_.rows.size());
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      core::Inlines lines = lines_of_row(table_.rows[i]);
      if (!lines.empty()) blocks.push_back({core::Paragraph{std::move(lines)}});
      for (PlacedImage& one : images_[i]) {
        const bool alone = one.column >= table_.rows[i].size() || table_.rows[i][one.column].empty();
        if (alone && one.image.caption.empty()) one.image.caption = name_of(one.column);
        blocks.push_back({std::move(one.image)});
      }
    }
    return blocks;
  }

  core::Table take() {
    std::size_t width = table_.header.size();
    for (const core::TableRow& row : table_.rows) width = std::max(width, row.size());
    table_.columns.resize(width, core::Alignment::none);
    return std::move(table_);
  }

 private:
  core::Inlines name_of(std::size_t column) const {
    return column < table_.header.size() ? table_.header[column] : core::Inlines{};
  }

  // "**first**", then "Name: value" on a line each.
  core::Inlines lines_of_row(core::TableRow& row) const {
    core::Inlines lines;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].empty()) continue;
      if (!lines.empty()) lines.emplace_back(core::Break{});
      const std::string name = i == 0 ? std::string() : core::collapse_space(core::plain_text(name_of(i)));
      if (!name.empty()) lines.emplace_back(core::Run{name + (name.ends_with(':') ? " " : ": ")});
      const core::Inlines value = i == 0 ? with_mark(row[i], core::Marks::strong) : row[i];
      lines.insert(lines.end(), value.begin(), value.end());
    }
    return lines;
  }

  // Columns that a cell from above still fills.
  void pass_reached() {
    while (row_.size() < reaching_.size() && reaching_[row_.size()] > 0) {
      --reaching_[row_.size()];
      row_.emplace_back();
    }
  }

  core::Table table_;
  core::TableRow row_;
  std::vector<PlacedImage> header_images_;
  std::vector<std::vector<PlacedImage>> images_;  // by row
  std::vector<std::size_t> reaching_;             // by column: how many more rows
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
  for (std::size_t i = 0; i < parts.columns.size(); ++i) grid.align(i, alignment_of(*parts.columns[i]));
  for (const Row& row : parts.rows) {
    find_anchor(*row.element);
    const auto cells = cells_of(*row.element);
    std::vector<PlacedImage> images;
    for (const GumboNode* cell : cells) {
      find_anchor(*cell);
      FlatText flat = flat_text_of(*cell, style);
      const std::size_t column = grid.add(std::move(flat.text), *cell);
      for (core::Image& image : flat.images) images.push_back({column, std::move(image)});
    }
    const bool headed = row.in_head || (all_headers(cells) && cells.size() > 1);
    grid.end_row(headed ? Grid::RowKind::head : Grid::RowKind::body, std::move(images));
  }
  if (grid.has_images()) return flow.blocks(std::move(grid).take_by_rows());
  core::Table table = grid.take();
  if (!table.columns.empty()) flow.block({std::move(table)});
}

}  // namespace mediumsync::parse
