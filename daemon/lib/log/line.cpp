#include "lib/log/line.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace mediumsync::log {
namespace {

std::uint8_t byte(char character) {
  return static_cast<std::uint8_t>(character);
}

bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (byte(text[at]) & 0xC0U) == 0x80U;
}

// How many bytes of `text` make one character that a terminal may have; 0 when its first byte must be escaped.
std::size_t showable(std::string_view text) {
  const std::uint8_t first = byte(text.front());
  if (first < 0x80U) return first >= 0x20U && first != 0x7FU ? 1 : 0;
  const std::size_t length = first >= 0xC2U && first < 0xE0U   ? 2
                             : first >= 0xE0U && first < 0xF0U ? 3
                             : first >= 0xF0U && first < 0xF5U ? 4
                                                               : 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues(text, i)) return 0;
  }
  if (length < 2) return 0;
  const std::uint8_t second = byte(text[1]);
  const bool is_control = first == 0xC2U && second < 0xA0U;  // U+0080 to U+009F
  const bool is_overlong = (first == 0xE0U && second < 0xA0U) || (first == 0xF0U && second < 0x90U);  // RFC 3629
  const bool is_no_character = (first == 0xEDU && second >= 0xA0U) || (first == 0xF4U && second >= 0x90U);
  return is_control || is_overlong || is_no_character ? 0 : length;
}

void append_hex(std::string& out, std::uint8_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\x";
  out += kDigits[value >> 4U];
  out += kDigits[value & 0xFU];
}

std::string escaped_as(std::string_view text, std::string_view backslashed) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = showable(text.substr(at));
    if (length == 0) {
      append_hex(out, byte(text[at++]));
      continue;
    }
    if (backslashed.find(text[at]) != std::string_view::npos) out += '\\';
    out += text.substr(at, length);
    at += length;
  }
  return out;
}

}  // namespace

std::string escaped(std::string_view text) {
  if (!text.empty() && text.find_first_of(" \"") == std::string_view::npos) return escaped_as(text, "\\");
  return '"' + escaped_as(text, "\\\"") + '"';
}

std::string line(std::string_view event, Fields fields) {
  std::string out = escaped_as(event, {});
  for (const Field& field : fields) out.append(" ").append(field.key).append("=").append(escaped(field.value));
  return out;
}

std::string journal_field(std::string_view key) {
  std::string name = "MEDIUMSYNC_";
  for (const char character : key) {
    const bool is_lower = character >= 'a' && character <= 'z';
    const bool fits = (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9');
    name += is_lower ? static_cast<char>(character - 'a' + 'A') : fits ? character : '_';
  }
  return name;
}

}  // namespace mediumsync::log
