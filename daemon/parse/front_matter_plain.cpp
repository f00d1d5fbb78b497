// The front matter that most posts have, without yaml-cpp, which takes longer for it than all the rest of the post:
// lines of `key: value`, the value plain words, one quoted string without escapes, or a list of plain words in
// brackets, all in ASCII. Whatever else there is, is left to yaml-cpp as a whole; what is taken comes out as yaml-cpp
// would have it, which tests/unit/parse/front_matter_plain_test.cpp holds.
#include <algorithm>

#include "core/text.hpp"
#include "parse/front_matter.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_plain_bytes = 16 * 1024;
constexpr std::size_t max_key = 100;

// Beyond letters and digits, what means nothing to YAML within plain words.
constexpr std::string_view harmless_in_line = " _-.,;()/+'!";
constexpr std::string_view harmless_in_list = " _-./+";

bool is_one_of(char c, std::string_view characters) {
  return characters.find(c) != std::string_view::npos;
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_letter_or_digit(char c) {
  return is_letter(c) || (c >= '0' && c <= '9');
}
bool is_null(std::string_view word) {
  return word == "null" || word == "Null" || word == "NULL";
}

bool is_key(std::string_view key) {
  if (key.empty() || key.size() > max_key || is_null(key)) return false;
  const bool good = std::ranges::all_of(key, [](char c) { return is_letter_or_digit(c) || c == '_' || c == '-'; });
  return good && (is_letter(key.front()) || key.front() == '_');
}

std::string_view without_spaces_behind(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

using Value = decltype(MatterValue::value);

std::optional<Value> plain_words(std::string_view text, std::string_view harmless) {
  if (text.empty() || !is_letter_or_digit(text.front()) || is_null(text)) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool colon_in_word = text[i] == ':' && harmless == harmless_in_line && i + 1 < text.size() &&
                               (is_letter_or_digit(text[i + 1]) || text[i + 1] == '/');
    if (!is_letter_or_digit(text[i]) && !is_one_of(text[i], harmless) && !colon_in_word) return std::nullopt;
  }
  std::string words(text);
  const ScalarKind kind = kind_of_plain(words);
  return Scalar{std::move(words), kind};
}

std::optional<Value> quoted(std::string_view text) {
  const char quote = text.front();
  const std::size_t end = text.find(quote, 1);
  if (end != text.size() - 1) return std::nullopt;
  const std::string_view inside = text.substr(1, end - 1);
  const bool as_it_stands = std::ranges::all_of(inside, [](char c) { return c >= ' ' && c <= '~' && c != '\\'; });
  if (!as_it_stands) return std::nullopt;
  return Scalar{std::string(inside), ScalarKind::text};
}

std::optional<Value> list(std::string_view text, int line, int column) {
  if (!text.ends_with(']')) return std::nullopt;
  std::vector<MatterValue> values;
  for (std::size_t at = 1; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size() - 1);
    const std::size_t begin = std::min(text.find_first_not_of(' ', at), end);
    auto words = plain_words(without_spaces_behind(text.substr(begin, end - begin)), harmless_in_list);
    if (!words) return std::nullopt;
    values.push_back({std::move(*words), line, column + static_cast<int>(begin)});
    at = end + 1;
  }
  return values;
}

std::optional<Value> value_of(std::string_view text, int line, int column) {
  if (text.empty()) return std::nullopt;
  if (text.front() == '"' || text.front() == '\'') return quoted(text);
  if (text.front() == '[') return list(text, line, column);
  return plain_words(text, harmless_in_line);
}

std::optional<MatterEntry> entry_of(std::string_view line, int number) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos || !is_key(line.substr(0, colon))) return std::nullopt;
  const std::size_t begin = line.find_first_not_of(' ', colon + 1);
  if (begin == std::string_view::npos) return std::nullopt;
  const int column = static_cast<int>(begin) + 1;
  auto value = value_of(without_spaces_behind(line.substr(begin)), number, column);
  if (!value) return std::nullopt;
  return MatterEntry{std::string(line.substr(0, colon)), {std::move(*value), number, column}};
}

}  // namespace

std::optional<MatterValue> read_plain_yaml(const FrontMatterText& matter) {
  if (matter.text.empty() || matter.text.size() > max_plain_bytes) return std::nullopt;
  std::vector<MatterEntry> entries;
  int number = matter.first_line;
  for (std::size_t at = 0; at < matter.text.size(); ++number) {
    const std::size_t end = std::min(matter.text.find('\n', at), matter.text.size());
    auto entry = entry_of(matter.text.substr(at, end - at), number);
    if (!entry || std::ranges::find(entries, entry->key, &MatterEntry::key) != entries.end()) return std::nullopt;
    entries.push_back(std::move(*entry));
    at = end + 1;
  }
  return MatterValue{std::move(entries), matter.first_line, 1};
}

}  // namespace mediumsync::parse
