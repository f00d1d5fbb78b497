// Markdown as people write it → Markdown that cmark-gfm reads without losing or choking.
#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "core/text.hpp"
#include "parse/markdown.hpp"
#include "parse/markdown_lines.hpp"

namespace mediumsync::parse {
namespace {

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
    out.append(line) += '\n';
  }
  return out;
}

}  // namespace mediumsync::parse
