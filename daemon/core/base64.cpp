#include "core/base64.hpp"

#include <array>
#include <cstdint>

namespace mediumsync::core {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view white_space = " \t\r\n";
constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> digits_of_characters() {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(no_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  digits['-'] = 62;
  digits['_'] = 63;
  return digits;
}

}  // namespace

std::string encode_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) text.push_back(alphabet[(bits >> (held - 6)) & 0x3FU]);
  }
  if (held > 0) text.push_back(alphabet[(bits << (6 - held)) & 0x3FU]);
  while (text.size() % 4 != 0) text.push_back('=');
  return text;
}

std::optional<std::string> decode_base64(std::string_view text) {
  static constexpr auto digits = digits_of_characters();
  const std::size_t padding = text.find('=');
  if (padding != std::string_view::npos) {
    for (const char c : text.substr(padding)) {
      if (c != '=' && white_space.find(c) == std::string_view::npos) return std::nullopt;
    }
    text = text.substr(0, padding);
  }
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    if (white_space.find(c) != std::string_view::npos) continue;
    const std::uint8_t digit = digits[static_cast<unsigned char>(c)];
    if (digit == no_digit) return std::nullopt;
    bits = (bits << 6U) | digit;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<char>((bits >> held) & 0xFFU));
  }
  if (held == 6) return std::nullopt;  // a digit that is part of no byte
  return bytes;
}

}  // namespace mediumsync::core
