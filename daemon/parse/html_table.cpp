// Tables: of data, of layout, and those that highlighters set code in.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.hpp"
#include "parse/html_reader.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_span = 100;

struct Row {
  const GumboNode* element = nullptr;
  bool in_head = false;
};

// The parts of a table, those of tables within it not counted.
struct Parts {
  std::vector<Row> rows;
  std::vector<const GumboNode*> captions;
  std::vector<const GumboNode*> columns;
};

Parts parts_of(const GumboNode& table) {
  Parts parts;
  bool in_head = false;
  walk(table, [&](const GumboNode& node) {
    const std::string tag = tag_name(node);
    if (&node == &table || tag == "colgroup") return true;
    if (tag == "thead" || tag == "tbody" || tag == "tfoot") {
      in_head = tag == "thead";
      return true;
    }
    if (tag == "caption") parts.captions.push_back(&node);
    if (tag == "col") parts.columns.push_back(&node);
    if (tag == "tr") parts.rows.push_back({&node, in_head});
    return false;
  });
  return parts;
}

std::vector<const GumboNode*> cells_of(const GumboNode& row) {
  std::vector<const GumboNode*> cells;
  const GumboVector& nodes = children(row);
  for (unsigned i = 0; i < nodes.length; ++i) {
    const std::string tag = tag_name(child(nodes, i));
    if (tag == "td" || tag == "th") cells.push_back(&child(nodes, i));
  }
  return cells;
}

std::size_t span(const GumboNode& cell, const char* name) {
  const std::string_view text = core::trim(attribute(cell, name).value_or("1"));
  std::size_t value = 1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::clamp<std::size_t>(value, 1, max_span);
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

// Code beside its line numbers: the cell with the code.
const GumboNode* code_cell(const Parts& parts) {
  const GumboNode* code = nullptr;
  bool gutter = false;
  if (parts.rows.size() != 1) return nullptr;
  for (const GumboNode* cell : cells_of(*parts.rows.front().element)) {
    const bool numbers = has_class(*cell, "gutter") || has_class(*cell, "rouge-gutter") ||
                         has_class(*cell, "linenos") || has_class(*cell, "lineno") ||
                         find_node(*cell, [](const GumboNode& node) {
                           return is_element(node) && (has_class(node, "lnt") || has_class(node, "lineno"));
                         }) != nullptr;
    const bool has_pre = find_node(*cell, [](const GumboNode& node) { return tag_name(node) == "pre"; }) != nullptr;
    if (numbers) gutter = true;
    if (!numbers && has_pre) code = cell;
  }
  return gutter ? code : nullptr;
}

// Cells that reach down into the rows below, by column: how many more rows.
using Reaching = std::vector<std::size_t>;

void skip_reached(core::TableRow& row, Reaching& reaching) {
  while (row.size() < reaching.size() && reaching[row.size()] > 0) {
    --reaching[row.size()];
    row.emplace_back();
  }
}

void trim_empty_end(core::TableRow& row) {
  while (!row.empty() && row.back().empty()) row.pop_back();
}

}  // namespace

void HtmlReader::table(const GumboNode& element, const Style& style, Flow& flow) {
  flow.end_paragraph();
  const Parts parts = parts_of(element);
  for (const GumboNode* caption : parts.captions) block(*caption, style, flow);
  if (const GumboNode* code = code_cell(parts)) return inside(*code, style, flow);
  const bool layout = parts.rows.size() == 1 && cells_of(*parts.rows.front().element).size() == 1;
  if (layout || attribute(element, "role") == "presentation") {
    for (const Row& row : parts.rows) {
      for (const GumboNode* cell : cells_of(*row.element)) block(*cell, style, flow);
    }
    return;
  }
  core::Table table;
  std::vector<core::Image> images;
  Reaching reaching;
  for (const GumboNode* column : parts.columns) table.columns.push_back(alignment_of(*column));
  for (std::size_t i = 0; i < parts.rows.size(); ++i) {
    find_anchor(*parts.rows[i].element);
    const auto cells = cells_of(*parts.rows[i].element);
    core::TableRow row;
    for (const GumboNode* cell : cells) {
      find_anchor(*cell);
      skip_reached(row, reaching);
      if (table.columns.size() <= row.size()) table.columns.resize(row.size() + 1, core::Alignment::none);
      if (table.columns[row.size()] == core::Alignment::none) table.columns[row.size()] = alignment_of(*cell);
      const std::size_t columns = span(*cell, "colspan");
      if (reaching.size() < row.size() + columns) reaching.resize(row.size() + columns, 0);
      for (std::size_t reached = 0; reached < columns; ++reached)
        reaching[row.size() + reached] = span(*cell, "rowspan") - 1;
      FlatText flat = flat_text_of(*cell, style);
      std::move(flat.images.begin(), flat.images.end(), std::back_inserter(images));
      row.push_back(std::move(flat.text));
      row.resize(row.size() + columns - 1);
    }
    skip_reached(row, reaching);
    trim_empty_end(row);
    const bool header = table.header.empty() && table.rows.empty() &&
                        (parts.rows[i].in_head || (i == 0 && all_headers(cells) && cells.size() > 1));
    if (header) {
      table.header = std::move(row);
    } else if (!row.empty()) {
      table.rows.push_back(std::move(row));
    }
  }
  std::size_t width = table.header.size();
  for (const core::TableRow& row : table.rows) width = std::max(width, row.size());
  table.columns.resize(width, core::Alignment::none);
  if (width > 0) flow.block({std::move(table)});
  for (core::Image& image : images) flow.block({std::move(image)});
}

}  // namespace mediumsync::parse
