#include "parse/mdx.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "core/html_escape.hpp"
#include "core/text.hpp"
#include "parse/markdown_lines.hpp"
#include "parse/markdown_regions.hpp"
#include "parse/markdown_shorthand.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_tag = 4000;
constexpr std::size_t max_module_lines = 300;
constexpr int most_unclosed = 1000;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}
bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}
bool is_name_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '-' || c == ':' || c == '.';
}

// Counts brackets, those in quotes left out; owned by one look at a piece of a program.
class Brackets {
 public:
  // Takes the next character; true where it closes the outermost bracket.
  bool take(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (quote_ != '\0') {
      if (c == '\\') escaped_ = true;
      // An apostrophe of a text ends with its line at the latest.
      if (c == quote_ || (c == '\n' && quote_ != '`')) quote_ = '\0';
    } else if (is_quote(c)) {
      quote_ = c;
    } else if (c == '{' || c == '(' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ')' || c == ']') {
      return --depth_ == 0;
    }
    return false;
  }
  bool closed() const { return depth_ <= 0 && quote_ == '\0'; }

 private:
  int depth_ = 0;
  char quote_ = '\0';
  bool escaped_ = false;
};

// Behind the bracket that opens at `begin`; std::nullopt where it does not close.
std::optional<std::size_t> balanced_end(std::string_view text, std::size_t begin) {
  Brackets brackets;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (brackets.take(text[i])) return i + 1;
  }
  return std::nullopt;
}

// The text of `"…"`, `'…'` or a template without expressions.
std::optional<std::string> literal(std::string_view expression) {
  expression = core::trim(expression);
  if (expression.size() < 2 || !is_quote(expression.front()) || expression.back() != expression.front())
    return std::nullopt;
  std::string text;
  for (std::size_t i = 1; i + 1 < expression.size(); ++i) {
    if (expression[i] == '\\' && i + 2 < expression.size()) ++i;
    if (expression[i] == expression.front() && expression[i - 1] != '\\') return std::nullopt;
    text += expression[i];
  }
  if (expression.front() == '`' && text.find("${") != std::string::npos) return std::nullopt;
  return text;
}

// So that neither Markdown nor HTML finds a mark in it.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool mark = std::string_view("\\`*_{}[]<>()#+-.!|~&$:^=").find(c) != std::string_view::npos;
    out += mark ? "&#" + std::to_string(static_cast<int>(c)) + ";" : std::string(1, c);
  }
  return out;
}

// What `require("./a.png").default` and `useBaseUrl('/a.png')` lead to.
std::optional<std::string> required(std::string_view expression) {
  expression = core::trim(expression);
  if (expression.ends_with(".default")) expression.remove_suffix(8);
  for (const std::string_view call : {"require(", "useBaseUrl(", "withBase("}) {
    if (expression.starts_with(call) && expression.ends_with(')'))
      return literal(expression.substr(call.size(), expression.size() - call.size() - 1));
  }
  return std::nullopt;
}

bool begins_module(std::string_view line) {
  static constexpr std::array<std::string_view, 10> exports{
      "const ",           "let ",      "var ",      "function ", "async function ", "class ",
      "default function", "default {", "default (", "{ "};
  if (!line.starts_with("export ")) return false;
  const std::string_view rest = line.substr(7);
  return std::ranges::any_of(exports, [&](std::string_view word) { return rest.starts_with(word); });
}

bool is_import(std::string_view text) {
  text = core::trim(text);
  if (text.ends_with(';')) text = core::trim(text.substr(0, text.size() - 1));
  if (!text.starts_with("import ") || (!text.ends_with('"') && !text.ends_with('\''))) return false;
  const std::string_view rest = core::trim(text.substr(7));
  return rest.starts_with('"') || rest.starts_with('\'') || rest.find(" from ") != std::string_view::npos ||
         rest.find("} from") != std::string_view::npos;
}

// Modules stand at the text's beginning or behind a blank line or one another. Lives for one drop_module_lines().
class Modules {
 public:
  explicit Modules(std::string_view text) : lines_(lines_of(text)) {}

  ModuleLines run() {
    FenceWatch fences;
    bool at_block = true;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const bool code = fences.is_code(lines_[i]) || fences.open();
      const std::size_t lines = code || !at_block ? 0 : length_at(i);
      if (lines > 0) {
        result_.text.append(lines, '\n');
        i += lines - 1;
      } else {
        result_.text.append(lines_[i]) += '\n';
      }
      at_block = lines > 0 || core::trim(lines_[i]).empty();
    }
    return std::move(result_);
  }

 private:
  // How many lines a module statement takes that begins at line `i`; 0 for none.
  std::size_t length_at(std::size_t i) {
    const bool import = lines_[i].starts_with("import ");
    if (!import && !begins_module(lines_[i])) return 0;
    std::string whole;
    Brackets brackets;
    for (std::size_t end = i; end < lines_.size() && end < i + max_module_lines; ++end) {
      whole.append(lines_[end]) += '\n';
      for (const char c : lines_[end]) static_cast<void>(brackets.take(c));
      static_cast<void>(brackets.take('\n'));
      if (!brackets.closed()) {
        if (import && core::trim(lines_[end]).empty()) return 0;
        continue;
      }
      if (import ? !is_import(whole) : !is_statement(whole)) return 0;
      if (import) remember(whole);
      return end - i + 1;
    }
    return 0;
  }

  // "export const your data today" is prose.
  static bool is_statement(std::string_view text) { return text.find_first_of("={(") != std::string_view::npos; }

  void remember(std::string_view import) {
    const std::size_t from = import.find(" from ");
    if (from == std::string_view::npos) return;
    std::string_view path = core::trim(import.substr(from + 6));
    if (path.ends_with(';')) path = core::trim(path.substr(0, path.size() - 1));
    const std::string_view name = core::trim(import.substr(7, from - 7));
    auto text = literal(path);
    if (text && name.find_first_of("{*, ") == std::string_view::npos) result_.images.emplace(name, std::move(*text));
  }

  std::vector<std::string_view> lines_;
  ModuleLines result_;
};

// One pass over one text.
class Jsx {
 public:
  Jsx(std::string_view text, const std::map<std::string, std::string>& images, int first_line, FindingList& findings)
      : text_(text), images_(images), lines_(text, first_line), findings_(findings) {}

  std::string run() {
    const bool fragments = text_.find("<>") != std::string_view::npos && text_.find("</>") != std::string_view::npos;
    return rewrite(text_, "<{\\", [&](std::size_t position, const Region* region) -> std::optional<Replacement> {
      const std::string_view rest = text_.substr(position);
      if (rest.front() == '\\') return std::nullopt;
      if (rest.front() == '{') return region == nullptr ? said(position) : std::nullopt;
      if (fragments && region == nullptr && rest.starts_with("<>")) return Replacement{position + 2, ""};
      if (fragments && rest.starts_with("</>")) return Replacement{position + 3, ""};
      if (region != nullptr && region->begin != position) return std::nullopt;
      return tag(position);
    });
  }

 private:
  // A text with many that never end has none.
  std::optional<std::size_t> end_of_expression(std::string_view reach, std::size_t begin) {
    if (unclosed_ > most_unclosed) return std::nullopt;
    const auto end = balanced_end(reach, begin);
    if (!end) ++unclosed_;
    return end;
  }

  // {"words"}, {`words`}
  std::optional<Replacement> said(std::size_t begin) {
    std::size_t quote = begin + 1;
    while (quote < text_.size() && text_[quote] == ' ') ++quote;
    if (quote >= text_.size() || !is_quote(text_[quote])) return std::nullopt;
    const auto end = end_of_expression(text_.substr(0, std::min(text_.size(), begin + max_tag)), begin);
    const auto text = end ? literal(text_.substr(begin + 1, *end - begin - 2)) : std::nullopt;
    if (!text) return std::nullopt;
    const bool code = text->find('\n') != std::string::npos;
    if (!code) return Replacement{*end, plain(*text)};
    return Replacement{*end, "<pre><code>" + core::escape_html(*text) + "</code></pre>"};
  }

  // A tag with expressions among its attributes.
  std::optional<Replacement> tag(std::size_t begin) {
    const std::string_view reach = text_.substr(0, std::min(text_.size(), begin + max_tag));
    std::size_t at = begin + 1;
    if (at >= reach.size() || !is_letter(reach[at])) return std::nullopt;
    while (at < reach.size() && is_name_character(reach[at])) ++at;
    std::string out(reach.substr(begin, at - begin));
    bool any = false;
    while (at < reach.size()) {
      const std::size_t space = at;
      while (at < reach.size() && is_space(reach[at])) ++at;
      if (at >= reach.size()) return std::nullopt;
      if (reach[at] == '>' || reach.substr(at).starts_with("/>")) {
        if (!any) return std::nullopt;
        const std::size_t end = reach[at] == '>' ? at + 1 : at + 2;
        return Replacement{end, out + std::string(reach.substr(at, end - at))};
      }
      if (reach[at] == '{') {  // {...props}
        const auto end = end_of_expression(reach, at);
        if (!end) return std::nullopt;
        any = true;
        at = *end;
        continue;
      }
      if (!is_letter(reach[at])) return std::nullopt;
      const std::size_t name = at;
      while (at < reach.size() && is_name_character(reach[at])) ++at;
      const std::string_view key = reach.substr(name, at - name);
      if (at + 1 >= reach.size() || reach[at] != '=') {
        out.append(reach.substr(space, at - space));
      } else if (reach[at + 1] == '{') {
        const auto end = end_of_expression(reach, at + 1);
        if (!end) return std::nullopt;
        any = true;
        out += attribute(key, reach.substr(at + 2, *end - at - 3), begin);
        at = *end;
      } else if (is_quote(reach[at + 1])) {
        const std::size_t end = reach.find(reach[at + 1], at + 2);
        if (end == std::string_view::npos) return std::nullopt;
        out.append(reach.substr(space, end + 1 - space));
        at = end + 1;
      } else {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  // ` key="value"`; empty where the expression does not say what it comes to.
  std::string attribute(std::string_view key, std::string_view expression, std::size_t where) {
    auto value = literal(expression);
    if (!value) value = required(expression);
    const std::string_view name = core::trim(expression);
    if (const auto image = images_.find(std::string(name)); !value && image != images_.end()) value = image->second;
    if (!value && !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos)
      value = std::string(name);
    if (!value) {
      if (key == "src" || key == "href" || key == "to") tell(key, name, where);
      return "";
    }
    std::string out = " " + std::string(key) + "=\"";
    for (const char c : *value) out += c == '"' ? "&quot;" : c == '\n' ? " " : std::string(1, c);
    return out + "\"";
  }

  void tell(std::string_view key, std::string_view expression, std::size_t where) {
    findings_.add(core::Severity::warning, "shortcode-unknown",
                  std::string(key) + "={" + core::printable(core::cut_on_word(expression, 40)) +
                      "} is a program's and means nothing here: write the address out",
                  lines_.line_at(where));
  }

  std::string_view text_;
  const std::map<std::string, std::string>& images_;
  LineCount lines_;
  FindingList& findings_;
  int unclosed_ = 0;
};

bool has_line(std::string_view text, std::string_view mark) {
  return text.starts_with(mark) || text.find("\n" + std::string(mark)) != std::string_view::npos;
}

}  // namespace

bool has_module_lines(std::string_view markdown) {
  return has_line(markdown, "import ") || has_line(markdown, "export ");
}

bool has_jsx(std::string_view markdown) {
  return markdown.find("={") != std::string_view::npos || markdown.find("</>") != std::string_view::npos ||
         markdown.find(">{`") != std::string_view::npos || markdown.find(">{\"") != std::string_view::npos;
}

ModuleLines drop_module_lines(std::string_view markdown) {
  return Modules(markdown).run();
}

std::string spell_out_jsx(std::string_view markdown, const std::map<std::string, std::string>& images, int first_line,
                          FindingList& findings) {
  return Jsx(markdown, images, first_line, findings).run();
}

}  // namespace mediumsync::parse
