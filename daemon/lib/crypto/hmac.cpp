#include "lib/crypto/hmac.hpp"

#include <array>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>

#include "lib/crypto/hex.hpp"

namespace mediumsync::crypto {

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const auto* text = reinterpret_cast<const unsigned char*>(bytes.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), text, bytes.size(), digest.data(), &size) ==
      nullptr) {
    throw std::runtime_error("compute an HMAC: OpenSSL refused SHA-256");
  }
  return to_hex(std::span(digest).first(size));
}

}  // namespace mediumsync::crypto
