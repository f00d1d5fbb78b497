// Markdown as people write it → Markdown that cmark-gfm reads without losing or choking.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/text.hpp"
#include "parse/markdown.hpp"

namespace mediumsync::parse {
namespace {

constexpr int max_markers = 100;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The text behind white space and the marks of quotes and lists.
std::string_view behind_containers(std::string_view line) {
  while (!line.empty()) {
    if (line.front() == ' ' || line.front() == '\t' || line.front() == '>') {
      line.remove_prefix(1);
    } else if (line.size() > 1 && (line.front() == '-' || line.front() == '*' || line.front() == '+') &&
               line[1] == ' ') {
      line.remove_prefix(2);
    } else {
      return line;
    }
  }
  return line;
}

// Follows which lines lie within fenced code (CommonMark 4.5).
class FenceWatch {
 public:
  // True for a line of code; false for the fences themselves and all else.
  bool is_code(std::string_view line) {
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
    if (length >= open_ && mark == mark_ && core::trim(text.substr(length)).empty()) {
      open_ = 0;
      return false;
    }
    return true;
  }

 private:
  std::size_t open_ = 0;
  char mark_ = '\0';
};

// "[^label]: …" at the start of a line.
std::optional<std::string_view> footnote_label(std::string_view line) {
  const std::string_view text = behind_containers(line);
  if (!text.starts_with("[^")) return std::nullopt;
  const std::size_t end = text.find(']');
  if (end == std::string_view::npos || end == 2 || end + 1 >= text.size() || text[end + 1] != ':') return std::nullopt;
  return text.substr(2, end - 2);
}

// Labels of "[^label]" anywhere but where they are defined. cmark folds their case.
std::set<std::string> used_labels(const std::vector<std::string_view>& lines) {
  std::set<std::string> used;
  for (const std::string_view line : lines) {
    std::string_view rest = line;
    if (footnote_label(line)) rest = behind_containers(line).substr(2);
    for (std::size_t at = rest.find("[^"); at != std::string_view::npos; at = rest.find("[^", at + 2)) {
      const std::size_t end = rest.find_first_of("[]", at + 2);
      if (end != std::string_view::npos && rest[end] == ']')
        used.insert(core::ascii_lower(rest.substr(at + 2, end - at - 2)));
    }
  }
  return used;
}

// "{% highlight go linenos %}" → "go"; an empty one for none.
std::optional<std::string> highlight_start(std::string_view line) {
  std::string_view text = core::trim(line);
  if (!text.starts_with("{%") || !text.ends_with("%}")) return std::nullopt;
  text = core::trim(text.substr(2, text.size() - 4));
  if (text.starts_with('-')) text = core::trim(text.substr(1));
  if (!text.starts_with("highlight ") && text != "highlight") return std::nullopt;
  text = core::trim(text.substr(9));
  return std::string(text.substr(0, text.find(' ')));
}

bool is_highlight_end(std::string_view line) {
  const std::string_view text = core::trim(line);
  return text.starts_with("{%") && text.ends_with("%}") && text.find(" endhighlight ") != std::string_view::npos;
}

// Where the marker behind the last one allowed stands.
std::optional<std::size_t> excess_marker(std::string_view line) {
  int markers = 0;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (c == ' ' || c == '\t') {
      ++i;
      continue;
    }
    std::size_t digits = i;
    while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9') ++digits;
    const bool number = digits > i && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
                        line[digits + 1] == ' ';
    const bool bullet = (c == '-' || c == '*' || c == '+') && i + 1 < line.size() && line[i + 1] == ' ';
    if (c != '>' && !bullet && !number) return std::nullopt;
    if (++markers > max_markers) return i;
    i = number ? digits + 1 : i + 1;
  }
  return std::nullopt;
}

std::string without_excess(std::string_view line) {
  const auto excess = excess_marker(line);
  // The backslash makes the rest text; before a digit it would be text itself, and needs no help after "1".
  if (!excess) return std::string(line);
  std::string mended(line.substr(0, *excess));
  const bool digit = line[*excess] >= '0' && line[*excess] <= '9';
  mended += digit ? "&#8203;" : "\\";
  return mended.append(line.substr(*excess));
}

}  // namespace

std::string mend_markdown(std::string_view markdown) {
  const std::vector<std::string_view> lines = lines_of(markdown);
  const std::set<std::string> used = used_labels(lines);
  FenceWatch fences;
  bool highlighting = false;
  std::string out;
  out.reserve(markdown.size() + 64);
  for (const std::string_view line : lines) {
    const auto start = highlighting ? std::nullopt : highlight_start(line);
    if (highlighting && is_highlight_end(line)) {
      highlighting = false;
      out += "~~~~~~~~\n";
      continue;
    }
    if (highlighting || fences.is_code(line)) {
      out.append(line) += '\n';
      continue;
    }
    if (start) {
      highlighting = true;
      out.append("~~~~~~~~ ").append(*start) += '\n';
      continue;
    }
    const auto label = footnote_label(line);
    if (label && !used.contains(core::ascii_lower(*label))) {
      const auto before = static_cast<std::size_t>(behind_containers(line).data() - line.data());
      out.append(line.substr(0, before)).append("\\").append(line.substr(before)) += '\n';
      continue;
    }
    out.append(without_excess(line)) += '\n';
  }
  return out;
}

}  // namespace mediumsync::parse
