#include "core/base64.hpp"

#include <cstdint>

namespace mediumsync::core {

std::string encode_base64(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
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

}  // namespace mediumsync::core
