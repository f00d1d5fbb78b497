#include "core/text.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

namespace mediumsync::core {
namespace {

constexpr char32_t replacement = 0xFFFD;

constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

constexpr unsigned char byte(char c) {
  return static_cast<unsigned char>(c);
}

// Length of the white space that begins at `at`, U+00A0 included; 0 where there is none.
std::size_t space_length(std::string_view text, std::size_t at) {
  if (is_space(text[at])) return 1;
  return text[at] == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0' ? 2 : 0;
}

// Where the next byte beyond ASCII stands, eight at a time.
std::size_t ascii_end(std::string_view text, std::size_t at) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & high_bits) != 0) break;
  }
  while (at < text.size() && byte(text[at]) < 0x80) ++at;
  return at;
}

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

struct LeadByte {
  std::size_t length;
  char32_t bits;
  char32_t least;  // what is smaller was encoded longer than it had to be
};

std::optional<LeadByte> lead_byte(unsigned char c) {
  if ((c & 0xE0U) == 0xC0U) return LeadByte{2, c & 0x1FU, 0x80};
  if ((c & 0xF0U) == 0xE0U) return LeadByte{3, c & 0x0FU, 0x800};
  if ((c & 0xF8U) == 0xF0U) return LeadByte{4, c & 0x07U, 0x10000};
  return std::nullopt;
}

constexpr bool is_scalar(char32_t c) {
  return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

constexpr bool is_bidirectional_control(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string hex(char32_t value) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (; value != 0; value >>= 4U) text.insert(text.begin(), digits[value & 0xFU]);
  return text;
}

std::string byte_escape(char32_t value) {
  const std::string digits = hex(value);
  return "\\x" + std::string(2 - digits.size(), '0') + digits;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  assert(at < text.size());
  if (byte(text[at]) < 0x80) return {byte(text[at]), 1, true};
  const Character invalid{replacement, 1, false};
  const auto lead = lead_byte(byte(text[at]));
  if (!lead || text.size() - at < lead->length) return invalid;
  char32_t value = lead->bits;
  for (const char c : text.substr(at + 1, lead->length - 1)) {
    if ((byte(c) & 0xC0U) != 0x80U) return invalid;
    value = (value << 6U) | (byte(c) & 0x3FU);
  }
  if (value < lead->least || !is_scalar(value)) return invalid;
  return {value, lead->length, true};
}

std::string utf8(char32_t character) {
  const char32_t c = is_scalar(character) ? character : replacement;
  const auto tail = [c](unsigned shift) { return static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0U | (c >> 6U)), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0U | (c >> 12U)), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | (c >> 18U)), tail(12), tail(6), tail(0)};
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = ascii_end(bytes, 0); at < bytes.size(); at = ascii_end(bytes, at)) {
    const Character c = character_at(bytes, at);
    if (!c.valid) return false;
    at += c.length;
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += character_at(text, at).length) ++count;
  return count;
}

std::string cut_on_word(std::string_view text, std::size_t limit) {
  if (limit == 0) return {};
  std::size_t at = 0;
  std::size_t count = 0;
  std::size_t end = 0;  // of what is kept
  for (; at < text.size() && count < limit; ++count) {
    if (space_length(text, at) != 0) end = at;
    // Too little would be left: a long word is cut in two.
    if (count + 1 == limit && end < at / 2) end = at;
    at += character_at(text, at).length;
  }
  if (at == text.size()) return std::string(text);
  std::string_view kept = trim(text.substr(0, end));
  while (!kept.empty() && std::string_view(",;:-").find(kept.back()) != std::string_view::npos) kept.remove_suffix(1);
  return std::string(trim(kept)) + "…";
}

std::string collapse_space(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  bool pending = false;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t space = space_length(text, at); space > 0) {
      pending = !result.empty();
      at += space;
      continue;
    }
    if (pending) result += ' ';
    pending = false;
    const std::size_t word = at++;
    while (at < text.size() && space_length(text, at) == 0) ++at;
    result += text.substr(word, at - word);
  }
  return result;
}

bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t space = space_length(text, at);
    if (space == 0) return false;
    at += space;
  }
  return true;
}

std::string ascii_lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

char32_t fold_case(char32_t character) {
  const char32_t c = character;
  if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 0x20 : c;
  const bool latin_1 = c >= U'\u00C0' && c <= U'\u00DE' && c != U'\u00D7';
  const bool greek = c >= U'\u0391' && c <= U'\u03A9';
  const bool cyrillic = c >= U'\u0410' && c <= U'\u042F';
  const bool even_is_large = (c >= U'\u0100' && c <= U'\u0137') || (c >= U'\u014A' && c <= U'\u0177');
  const bool odd_is_large = (c >= U'\u0139' && c <= U'\u0148') || (c >= U'\u0179' && c <= U'\u017E');
  if (latin_1 || greek || cyrillic) return c + 0x20;
  if (c >= U'\u0400' && c <= U'\u040F') return c + 0x50;
  if ((even_is_large && c % 2 == 0) || (odd_is_large && c % 2 == 1)) return c + 1;
  return c;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string sanitise_utf8(std::string_view bytes) {
  if (is_utf8(bytes) && bytes.find('\0') == std::string_view::npos) return std::string(bytes);
  std::string result;
  result.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const Character c = character_at(bytes, at);
    if (c.valid && c.value != 0) {
      result += bytes.substr(at, c.length);
    } else {
      result += utf8(replacement);
    }
    at += c.length;
  }
  return result;
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    if (!c.valid) {
      result += byte_escape(byte(text[at]));
    } else if (c.value < 0x20 || (c.value >= 0x7F && c.value < 0xA0)) {
      result += byte_escape(c.value);
    } else if (is_bidirectional_control(c.value) || c.value == 0x2028 || c.value == 0x2029) {
      result += "\\u{" + hex(c.value) + "}";
    } else {
      result += text.substr(at, c.length);
    }
    at += c.length;
  }
  return result;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace mediumsync::core
