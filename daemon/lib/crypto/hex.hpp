// Private to crypto/.
#pragma once

#include <span>
#include <string>

namespace mediumsync::crypto {

// Lower case.
inline std::string to_hex(std::span<const unsigned char> bytes) {
  constexpr const char* digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 0xfU];
  }
  return hex;
}

}  // namespace mediumsync::crypto
