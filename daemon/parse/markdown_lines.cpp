#include "parse/markdown_lines.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace mediumsync::parse {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t list_mark(std::string_view line) {
  const char first = line.empty() ? '\0' : line.front();
  std::size_t length = first == '-' || first == '*' || first == '+' ? 1 : 0;
  if (first >= '0' && first <= '9') {
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    if (digits < line.size() && (line[digits] == '.' || line[digits] == ')')) length = digits + 1;
  }
  return length > 0 && length < line.size() && line[length] == ' ' ? length : 0;
}

std::string_view behind_containers(std::string_view line) {
  while (!line.empty()) {
    const char first = line.front();
    if (first == ' ' || first == '\t' || first == '>') {
      line.remove_prefix(1);
    } else if (const std::size_t mark = list_mark(line); mark > 0) {
      line.remove_prefix(mark + 1);
    } else {
      return line;
    }
  }
  return line;
}

std::optional<std::string_view> footnote_label(std::string_view line) {
  const std::string_view text = behind_containers(line);
  if (!text.starts_with("[^")) return std::nullopt;
  const std::size_t end = text.find(']');
  if (end == std::string_view::npos || end == 2 || end + 1 >= text.size() || text[end + 1] != ':') return std::nullopt;
  return text.substr(2, end - 2);
}

bool defines_footnotes(std::string_view text) {
  if (text.find("[^") == std::string_view::npos) return false;
  const std::vector<std::string_view> lines = lines_of(text);
  return std::any_of(lines.begin(), lines.end(),
                     [](std::string_view line) { return footnote_label(line).has_value(); });
}

bool FenceWatch::is_code(std::string_view line) {
  const std::string_view text = behind_containers(line);
  const char mark = text.empty() ? '\0' : text.front();
  const std::size_t length = mark == '`' || mark == '~' ? std::min(text.find_first_not_of(mark), text.size()) : 0;
  if (open_ == 0) {
    const bool inline_code = mark == '`' && text.find('`', length) != std::string_view::npos;
    if (length >= 3 && !inline_code) {
      open_ = length;
      mark_ = mark;
    }
    return false;
  }
  if (length < open_ || mark != mark_ || !core::trim(text.substr(length)).empty()) return true;
  open_ = 0;
  return false;
}

}  // namespace mediumsync::parse
