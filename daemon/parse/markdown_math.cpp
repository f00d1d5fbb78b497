// Formulas in Markdown.
#include <algorithm>
#include <optional>
#include <vector>

#include "core/html_escape.hpp"
#include "core/text.hpp"
#include "parse/markdown_lines.hpp"
#include "parse/markdown_regions.hpp"
#include "parse/markdown_shorthand.hpp"
#include "parse/math_text.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_inline = 1000;
constexpr std::size_t max_lines = 200;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// Not "$5 and more than 10$", "$HOME/bin:$".
bool looks_like_math(std::string_view text) {
  if (text.find_first_of("\\^_={}") != std::string_view::npos) return true;
  if (is_digit(text.front())) return text.find(' ') == std::string_view::npos;
  std::size_t letters = 0;
  for (const char c : text) {
    letters = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? letters + 1 : 0;
    if (letters > 2) return false;
  }
  return true;
}

std::string in_backticks(std::string_view code) {
  std::string fence = "`";
  while (code.find(fence) != std::string_view::npos) fence += '`';
  const bool padded = code.front() == '`' || code.back() == '`';
  return fence + (padded ? " " : "") + std::string(code) + (padded ? " " : "") + fence;
}

// One line for a formula of several.
std::string formula(std::string_view latex) {
  if (const auto text = unicode_math(latex)) return escape_markdown(*text);
  return in_backticks(core::collapse_space(latex));
}

// The formula between `open` at `begin` and `close`, on one line unless it is `$$`.
std::optional<Replacement> between(std::string_view text, std::size_t begin, std::string_view open,
                                   std::string_view close) {
  const std::size_t from = begin + open.size();
  const std::string_view reach = text.substr(0, std::min(text.size(), from + max_inline));
  const std::size_t end = reach.find(close, from);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view latex = text.substr(from, end - from);
  if (core::trim(latex).empty() || latex.find("\n\n") != std::string_view::npos) return std::nullopt;
  if (open != "$$" && (latex.find('\n') != std::string_view::npos || !looks_like_math(core::trim(latex))))
    return std::nullopt;
  return Replacement{end + close.size(), formula(latex)};
}

// As Pandoc has it: no space within the dollars, no digit or letter right outside of them.
std::optional<Replacement> in_dollars(std::string_view text, std::size_t begin) {
  if (begin > 0 && (is_word(text[begin - 1]) || text[begin - 1] == '$' || text[begin - 1] == '\\')) return std::nullopt;
  if (begin + 2 >= text.size() || is_space(text[begin + 1])) return std::nullopt;
  if (text[begin + 1] == '$') return between(text, begin, "$$", "$$");
  if (text[begin + 1] == '`') return between(text, begin, "$`", "`$");
  const std::size_t limit = std::min(text.size(), begin + max_inline);
  for (std::size_t i = begin + 1; i < limit && text[i] != '\n'; ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '$') {
      const bool closes =
          !is_space(text[i - 1]) && (i + 1 == text.size() || (!is_word(text[i + 1]) && text[i + 1] != '$'));
      const std::string_view latex = text.substr(begin + 1, i - begin - 1);
      if (!closes || !looks_like_math(latex)) return std::nullopt;
      return Replacement{i + 1, formula(latex)};
    }
  }
  return std::nullopt;
}

std::optional<Replacement> at_mark(std::string_view text, std::size_t position) {
  if (text[position] == '$') return in_dollars(text, position);
  const std::string_view rest = text.substr(position, 3);
  if (rest.starts_with("\\\\(")) return between(text, position, "\\\\(", "\\\\)");
  if (rest.starts_with("\\(")) return between(text, position, "\\(", "\\)");
  return std::nullopt;
}

// Formulas that have lines of their own; one pass over one text.
class Displays {
 public:
  explicit Displays(std::string_view text) : lines_(lines_of(text)) { out_.reserve(text.size() + 64); }

  std::string run() {
    for (std::size_t i = 0; i < lines_.size();) {
      const std::size_t behind = display_end(i).value_or(i);
      if (behind > i) {
        i = behind;
        continue;
      }
      static_cast<void>(fences_.is_code(lines_[i]));
      out_.append(lines_[i++]) += '\n';
    }
    return std::move(out_);
  }

 private:
  // Behind the formula that begins on line `i`, which is then written.
  std::optional<std::size_t> display_end(std::size_t i) {
    if (fences_.open()) return std::nullopt;
    const std::string_view text = core::trim(behind_containers(lines_[i]));
    for (const std::string_view fence : {"```math", "~~~math", "``` math", "~~~ math", "```latex-math"}) {
      if (text == fence) return write(i, "", i + 1, [&](std::string_view line) { return line == fence.substr(0, 3); });
    }
    if (text.starts_with("$$")) return delimited(i, "$$", "$$");
    if (text.starts_with("\\\\[")) return delimited(i, "\\\\[", "\\\\]");
    if (text.starts_with("\\[")) return delimited(i, "\\[", "\\]");
    if (text.starts_with("\\begin{")) return environment(i, text);
    return std::nullopt;
  }

  // "\begin{align}" and its lines up to "\end{align}".
  std::optional<std::size_t> environment(std::size_t i, std::string_view text) {
    const std::size_t close = text.find('}');
    if (close == std::string_view::npos || close < 8) return std::nullopt;
    const std::string end = "\\end" + std::string(text.substr(6, close - 5));
    if (text.ends_with(end)) return written(i, i + 1, text);
    return write(
        i, text, i + 1, [&](std::string_view line) { return line.ends_with(end); }, 0);
  }

  std::optional<std::size_t> delimited(std::size_t i, std::string_view open, std::string_view close) {
    const std::string_view first = core::trim(core::trim(behind_containers(lines_[i])).substr(open.size()));
    if (const std::size_t end = first.find(close); end != std::string_view::npos) {
      const std::string_view latex = core::trim(first.substr(0, end));
      if (end + close.size() != first.size() || latex.empty()) return std::nullopt;
      if (open != "$$" && !looks_like_math(latex)) return std::nullopt;
      return written(i, i + 1, latex);
    }
    return write(
        i, first, i + 1, [&](std::string_view line) { return line.ends_with(close); }, close.size());
  }

  template <typename Closes>
  std::optional<std::size_t> write(std::size_t i, std::string_view first, std::size_t from, Closes closes,
                                   std::size_t close_size = 3) {
    std::string latex(first);
    for (std::size_t end = from; end < lines_.size() && end < from + max_lines; ++end) {
      const std::string_view line = core::trim(behind_quotes(lines_[end]));
      if (line.empty()) return std::nullopt;
      if (!latex.empty()) latex += '\n';
      if (!closes(line)) {
        latex += line;
        continue;
      }
      latex += core::trim(line.substr(0, line.size() - close_size));
      return written(i, end + 1, core::trim(latex));
    }
    return std::nullopt;
  }

  static std::string_view behind_quotes(std::string_view line) {
    while (!line.empty() && (line.front() == ' ' || line.front() == '>')) line.remove_prefix(1);
    return line;
  }

  std::optional<std::size_t> written(std::size_t begin, std::size_t end, std::string_view latex) {
    const std::string_view line = lines_[begin];
    const std::string_view text_of_line = behind_containers(line);
    if (latex.empty() || (text_of_line.starts_with('\\') && !looks_like_math(latex))) return std::nullopt;
    const auto prefix = static_cast<std::size_t>(text_of_line.data() - line.data());
    out_.append(line.substr(0, prefix));
    // Within a quote or list its lines would need their marks.
    const std::string source = prefix == 0 ? std::string(latex) : core::collapse_space(latex);
    std::string code = "<pre><code class=\"language-latex\">" + core::escape_html(source) + "</code></pre>";
    const auto text = unicode_math(latex);
    const std::string shown = text ? escape_markdown(*text) : std::move(code);
    out_.append(shown);
    const auto breaks = static_cast<std::size_t>(std::count(shown.begin(), shown.end(), '\n')) + 1;
    out_ += '\n';
    for (std::size_t i = breaks; i < end - begin; ++i) out_ += '\n';
    return end;
  }

  std::vector<std::string_view> lines_;
  FenceWatch fences_;
  std::string out_;
};

}  // namespace

std::string escape_markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>&|~#!").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string spell_out_math(std::string_view markdown) {
  const std::string text = Displays(markdown).run();
  return rewrite(text, "$\\", [&](std::size_t position, const Region* tag) -> std::optional<Replacement> {
    if (tag != nullptr) return std::nullopt;
    return at_mark(text, position);
  });
}

}  // namespace mediumsync::parse
