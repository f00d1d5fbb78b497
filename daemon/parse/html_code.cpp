#include "parse/html_code.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

template <std::size_t N>
bool has_any_class(const GumboNode& node, const std::array<std::string_view, N>& names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return has_class(node, name); });
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// How an element stands in code.
enum class Shape {
  text,   // part of a line
  named,  // a line by its name alone: in most tools' output the line breaks stand beside it
  line,   // a line by its nature
};

Shape shape_of(const GumboNode& node) {
  const std::string_view tag = tag_name(node);
  if (is_one_of(tag, {"li", "p", "div", "tr", "dd", "dt"})) return Shape::line;
  std::string style = core::ascii_lower(attribute(node, "style").value_or(""));
  std::erase(style, ' ');
  if (style.find("display:block") != std::string::npos) return Shape::line;
  const bool named = has_class(node, "line") || has_class(node, "code-line") || attribute(node, "data-line");
  return named && is_one_of(tag, {"span", "code"}) ? Shape::named : Shape::text;
}

// White space between these is the page's, not the code's.
bool holds_lines_only(const GumboNode& node) {
  return is_one_of(tag_name(node), {"ol", "ul", "table", "thead", "tbody", "tr"});
}

// Writes code line by line; lives for one html_code_text().
class CodeWriter {
 public:
  explicit CodeWriter(const GumboNode& root) : root_(root) {}

  std::string write() {
    children_of(root_);
    text_.resize(text_.find_last_not_of('\n') + 1);
    return std::move(text_);
  }

 private:
  // What stands at the end of a line that was an element.
  enum class End { none, named, line };

  void children_of(const GumboNode& node) {
    const GumboVector& nodes = children(node);
    for (unsigned i = 0; i < nodes.length; ++i) {
      const GumboNode& inner = child(nodes, i);
      if (is_text(inner)) {
        const bool between = holds_lines_only(node) && core::trim(text_of(inner)).empty();
        if (!between) text(text_of(inner));
      } else if (is_element(inner)) {
        element(inner);
      }
    }
  }

  void element(const GumboNode& node) {
    if (is_gutter(node) || (tag_name(node) == "caption" && tag_name(root_) == "table")) return;
    if (tag_name(node) == "br") return text("\n");
    const Shape shape = depth_ < max_depth ? shape_of(node) : Shape::text;
    if (shape != Shape::text) begin_line(shape);
    const std::size_t before = text_.size();
    if (depth_ < max_depth) {
      ++depth_;
      children_of(node);
      --depth_;
    } else {
      text(deep_text(node));
    }
    if (shape == Shape::text) return;
    const bool ended = text_.size() > before && text_.back() == '\n' && end_ == End::none;
    if (!ended && end_ != End::line) end_ = shape == Shape::line ? End::line : End::named;
  }

  void begin_line(Shape shape) {
    const bool inside = !text_.empty() && text_.back() != '\n';
    if (end_ != End::none || (shape == Shape::line && inside)) text_ += '\n';
    end_ = End::none;
  }

  void text(std::string_view words) {
    if (words.empty()) return;
    if (end_ == End::line) {
      text_ += '\n';
      if (words.front() == '\n') words.remove_prefix(1);
    }
    end_ = End::none;
    text_ += words;
  }

  // Deeper elements give their text alone.
  static constexpr int max_depth = 300;

  const GumboNode& root_;
  std::string text_;
  End end_ = End::none;
  int depth_ = 0;
};

bool looks_like_code(const GumboNode& cell) {
  static constexpr std::array<std::string_view, 7> classes{
      "code", "blob-code", "rouge-code", "crayon-code", "hljs-ln-code", "react-code-cell", "code-line"};
  return has_any_class(cell, classes) ||
         find_node(cell, [](const GumboNode& node) { return tag_name(node) == "pre"; }) != nullptr;
}

bool is_cell(const GumboNode& node) {
  return tag_name(node) == "td" || tag_name(node) == "th";
}

}  // namespace

bool is_gutter(const GumboNode& node) {
  static constexpr std::array<std::string_view, 15> classes{
      "lineno",   "linenos",     "linenodiv",         "gutter",       "rouge-gutter",
      "ln",       "lnt",         "hljs-ln-numbers",   "blob-num",     "js-line-number",
      "line-num", "crayon-nums", "line-numbers-rows", "line-numbers", "line-number"};
  if (!is_element(node) || !has_any_class(node, classes)) return false;
  // Not a word may go with them.
  return deep_text(node).find_first_not_of("0123456789 \t\n.:|") == std::string::npos;
}

bool is_code_table(const GumboNode& table) {
  bool gutter = false;
  bool code = false;
  bool other = false;
  walk(table, [&](const GumboNode& node) {
    if (other) return Walk::past;
    if (!is_cell(node)) return Walk::into;
    const bool numbers = is_gutter(node) || find_node(node, is_gutter) != nullptr;
    if (numbers && core::trim(deep_text(node)).find_first_not_of("0123456789 \t\n.:|") == std::string_view::npos) {
      gutter = true;
    } else if (looks_like_code(node)) {
      code = true;
    } else {
      other = other || !core::trim(deep_text(node)).empty();
    }
    return Walk::past;
  });
  return gutter && code && !other;
}

std::string html_code_text(const GumboNode& element) {
  return CodeWriter(element).write();
}

}  // namespace mediumsync::parse
