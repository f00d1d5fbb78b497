// Front matter of lines alone: Pelican's and MultiMarkdown's "Key: value", Org's "#+KEY: value".
#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "parse/front_matter.hpp"
#include "parse/markdown_lines.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_lines = 200;

// Calls `take(line, end)` for the lines from `begin` on as long as it says true; returns where the last one ended.
template <typename Take>
std::size_t lines_while(std::string_view text, std::size_t begin, Take take) {
  for (std::size_t count = 0; begin < text.size() && count < max_lines; ++count) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (!take(text.substr(begin, end - begin))) break;
    begin = std::min(end + 1, text.size());
  }
  return begin;
}

// The keys of Pelican and MultiMarkdown that a file may begin with; other words before a colon are prose.
bool is_bare_key(std::string_view key) {
  static constexpr std::array<std::string_view, 17> keys{
      "title", "subtitle", "date",    "modified", "category", "categories",  "tags",     "keywords", "slug",
      "lang",  "author",   "authors", "status",   "summary",  "description", "template", "canonical"};
  const std::string folded = core::ascii_lower(core::trim(key));
  return std::find(keys.begin(), keys.end(), folded) != keys.end();
}

bool is_indented(std::string_view line) {
  return line.starts_with(' ') || line.starts_with('\t');
}

// "2019-08-08" of "<2019-08-08 Thu>", "[2019-08-08 Thu 14:00]".
std::string org_date(std::string_view value) {
  std::string out;
  std::string word;
  const auto finish = [&] {
    const bool named = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || static_cast<unsigned char>(c) >= 0x80;
    });
    if (!named && !word.empty()) out += (out.empty() ? "" : " ") + word;
    word.clear();
  };
  for (const char c : value) {
    if (c == ' ') {
      finish();
    } else if (c != '<' && c != '>' && c != '[' && c != ']') {
      word += c;
    }
  }
  finish();
  return out;
}

// ":a:b:" and "a b" are lists to Org.
std::string org_words(std::string value) {
  if (value.find(',') != std::string::npos) return value;
  std::replace_if(
      value.begin(), value.end(), [](char c) { return c == ':' || c == ' '; }, ',');
  return value;
}

std::optional<std::string_view> org_key(std::string_view line) {
  const std::size_t colon = line.starts_with("#+") ? line.find(':') : std::string_view::npos;
  if (colon == std::string_view::npos || colon == 2) return std::nullopt;
  const std::string_view key = line.substr(2, colon - 2);
  if (key.find_first_of(" \t") != std::string_view::npos) return std::nullopt;
  return key;
}

}  // namespace

bool is_closing_line(std::string_view line) {
  return line.starts_with("---") && core::trim(line).find_first_not_of('-') == std::string_view::npos;
}

std::optional<std::size_t> bare_end(std::string_view text, std::size_t begin) {
  bool titled = false;
  bool first = true;
  bool closed = false;
  const std::size_t end = lines_while(text, begin, [&](std::string_view line) {
    if (closed || core::trim(line).empty()) return false;
    closed = !first && is_closing_line(line);
    if (closed) return true;
    if (!first && is_indented(line)) return true;
    const std::size_t colon = line.find(':');
    const std::string_view key = line.substr(0, std::min(colon, line.size()));
    const bool spaced = colon != std::string_view::npos && (colon + 1 == line.size() || line[colon + 1] == ' ');
    if (first && (!spaced || !is_bare_key(key))) return false;
    first = false;
    titled = titled || (spaced && core::equal_ignoring_case(key, "title") && colon + 2 < line.size());
    return true;
  });
  if (!titled) return std::nullopt;
  return end;
}

MatterValue read_bare(const FrontMatterText& matter) {
  std::vector<MatterEntry> entries;
  int number = matter.first_line - 1;
  for (const std::string_view line : lines_of(matter.text)) {
    ++number;
    if (is_closing_line(line)) break;
    const std::size_t colon = line.find(':');
    if ((is_indented(line) || colon == std::string_view::npos) && !entries.empty()) {
      auto& text = std::get<Scalar>(entries.back().value.value).text;
      text.append(" ").append(core::trim(line));
    } else if (colon != std::string_view::npos) {
      const std::string value(core::trim(line.substr(colon + 1)));
      entries.push_back({std::string(core::trim(line.substr(0, colon))),
                         MatterValue{Scalar{value, ScalarKind::text}, number, static_cast<int>(colon) + 2}});
    }
  }
  return MatterValue{std::move(entries), matter.first_line, 1};
}

std::optional<std::size_t> org_end(std::string_view text, std::size_t begin) {
  if (!text.substr(begin).starts_with("#+")) return std::nullopt;
  const std::size_t end = lines_while(text, begin, [](std::string_view line) { return org_key(line).has_value(); });
  if (end == begin) return std::nullopt;
  return end;
}

MatterValue read_org(const FrontMatterText& matter) {
  std::vector<MatterEntry> entries;
  int number = matter.first_line - 1;
  for (const std::string_view line : lines_of(matter.text)) {
    ++number;
    const auto written = org_key(line);
    if (!written) continue;
    std::string key = core::ascii_lower(*written);
    if (key.starts_with("hugo_")) key.erase(0, 5);
    std::string value(core::trim(line.substr(written->size() + 3)));
    if (key == "filetags") key = "tags";
    if (key == "tags" || key == "categories") value = org_words(std::move(value));
    if (key == "date" || key == "publishdate") value = org_date(value);
    entries.push_back(
        {key, MatterValue{Scalar{std::move(value), ScalarKind::text}, number, static_cast<int>(written->size()) + 4}});
  }
  return MatterValue{std::move(entries), matter.first_line, 1};
}

}  // namespace mediumsync::parse
