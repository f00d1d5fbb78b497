#include "parse/front_matter.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

// Walks a text line by line, counting; lives for one split.
struct Lines {
  std::string_view text;
  std::size_t at = 0;
  int number = 0;  // of the line last taken

  std::optional<std::string_view> next() {
    if (at >= text.size()) return std::nullopt;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    ++number;
    return line;
  }
};

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

// "key: …", "\"key\": …", "? key" and the like; not the prose that may follow a thematic break.
bool looks_like_yaml(std::string_view block) {
  Lines lines{block};
  while (const auto raw = lines.next()) {
    std::string_view line = core::trim(*raw);
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '{') return true;
    if (line.front() == '"' || line.front() == '\'') line.remove_prefix(1);
    std::size_t end = 0;
    while (end < line.size() && (is_key_character(line[end]) || (line[end] == ' ' && end < 24))) ++end;
    if (end < line.size() && (line[end] == '"' || line[end] == '\'')) ++end;
    return end > 0 && end < line.size() && line[end] == ':' && (end + 1 == line.size() || line[end + 1] != '/');
  }
  return true;
}

ParseError unclosed(int line, std::string_view fence) {
  return {"front-matter",
          "the front matter opened by " + std::string(fence) + " is never closed: put a line " + std::string(fence) +
              " after its last key",
          line, 1};
}

core::Expected<FrontMatterSplit, ParseError> split_fenced(std::string_view text, Lines lines, std::string_view fence) {
  const FrontMatterSyntax syntax = fence == "---" ? FrontMatterSyntax::yaml : FrontMatterSyntax::toml;
  const FrontMatterSplit no_matter{std::nullopt, text, 1};
  const int opened = lines.number;
  const std::size_t begin = lines.at;
  while (true) {
    const std::size_t line_begin = lines.at;
    const auto line = lines.next();
    if (!line) break;
    const std::string_view mark = core::trim(*line);
    if (!line->starts_with(fence) && !(syntax == FrontMatterSyntax::yaml && line->starts_with("..."))) continue;
    if (mark != fence && mark != "...") continue;
    const std::string_view block = text.substr(begin, line_begin - begin);
    if (syntax == FrontMatterSyntax::yaml && !looks_like_yaml(block)) return no_matter;
    return FrontMatterSplit{FrontMatterText{syntax, block, opened + 1}, text.substr(lines.at), lines.number + 1};
  }
  const std::string_view rest = text.substr(begin);
  if (core::trim(rest).empty() || (syntax == FrontMatterSyntax::yaml && !looks_like_yaml(rest))) return no_matter;
  return core::Unexpected<ParseError>(unclosed(opened, fence));
}

// The offset behind the brace that closes the one at `begin`; strings are skipped.
std::optional<std::size_t> closing_brace(std::string_view text, std::size_t begin) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i + 1;
    }
  }
  return std::nullopt;
}

core::Expected<FrontMatterSplit, ParseError> split_json(std::string_view text, std::size_t begin, int line) {
  const FrontMatterSplit no_matter{std::nullopt, text, 1};
  const std::size_t key = text.find_first_not_of(" \t\n", begin + 1);
  if (key == std::string_view::npos || text[key] != '"') return no_matter;
  const auto end = closing_brace(text, begin);
  if (!end) return core::Unexpected<ParseError>({"front-matter", "the JSON front matter lacks its closing }", line, 1});
  const std::string_view block = text.substr(begin, *end - begin);
  const auto line_breaks = static_cast<int>(std::count(block.begin(), block.end(), '\n'));
  return FrontMatterSplit{FrontMatterText{FrontMatterSyntax::json, block, line}, text.substr(*end), line + line_breaks};
}

FrontMatterSplit split_lines(std::string_view text, FrontMatterSyntax syntax, std::size_t begin, std::size_t end,
                             int line) {
  const std::string_view block = text.substr(begin, end - begin);
  const auto line_breaks = static_cast<int>(std::count(block.begin(), block.end(), '\n'));
  return {FrontMatterText{syntax, block, line}, text.substr(end), line + line_breaks};
}

// Hexo's: YAML that a lone `---` ends and none begins. Where it is no YAML, its lines stand for themselves.
std::optional<FrontMatterSplit> split_closed(std::string_view text, std::size_t begin, std::size_t end, int line) {
  std::string_view block = text.substr(begin, end - begin);
  if (block.ends_with('\n')) block.remove_suffix(1);
  const std::size_t last = block.rfind('\n');
  if (last == std::string_view::npos || !is_closing_line(block.substr(last + 1))) return std::nullopt;
  FrontMatterSplit split = split_lines(text, FrontMatterSyntax::yaml, begin, end, line);
  split.matter->text = block.substr(0, last + 1);
  if (!read_yaml(*split.matter)) return std::nullopt;
  return split;
}

}  // namespace

core::Expected<FrontMatterSplit, ParseError> split_front_matter(std::string_view text) {
  Lines lines{text};
  std::size_t begin = 0;
  auto line = lines.next();
  while (line && core::trim(*line).empty()) {
    begin = lines.at;
    line = lines.next();
  }
  if (!line) return FrontMatterSplit{std::nullopt, text, 1};
  const std::string_view mark = core::trim(*line);
  if (line->starts_with("---") && mark == "---") return split_fenced(text, lines, "---");
  if (line->starts_with("+++") && mark == "+++") return split_fenced(text, lines, "+++");
  if (line->starts_with('{')) return split_json(text, begin, lines.number);
  if (const auto end = org_end(text, begin))
    return split_lines(text, FrontMatterSyntax::org, begin, *end, lines.number);
  if (const auto end = bare_end(text, begin)) {
    if (auto closed = split_closed(text, begin, *end, lines.number)) return *closed;
    return split_lines(text, FrontMatterSyntax::bare, begin, *end, lines.number);
  }
  return FrontMatterSplit{std::nullopt, text, 1};
}

core::Expected<MatterValue, ParseError> read_matter(const FrontMatterText& matter) {
  switch (matter.syntax) {
    case FrontMatterSyntax::toml:
      return read_toml(matter);
    case FrontMatterSyntax::bare:
      return read_bare(matter);
    case FrontMatterSyntax::org:
      return read_org(matter);
    case FrontMatterSyntax::yaml:
    case FrontMatterSyntax::json:
      break;
  }
  return read_yaml(matter);
}

}  // namespace mediumsync::parse
