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

std::string_view behind_containers(std::string_view line) {
  while (!line.empty()) {
    const char first = line.front();
    if (std::string_view(" \t>-*+0123456789").find(first) == std::string_view::npos) return line;
    if (first == ' ' || first == '\t' || first == '>') {
      line.remove_prefix(1);
      continue;
    }
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    const bool number = digits > 0 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
                        line[digits + 1] == ' ';
    const bool bullet =
        line.size() > 1 && (line.front() == '-' || line.front() == '*' || line.front() == '+') && line[1] == ' ';
    if (number) {
      line.remove_prefix(digits + 2);
    } else if (bullet) {
      line.remove_prefix(2);
    } else {
      return line;
    }
  }
  return line;
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
