#include "lib/crypto/digest.hpp"

#include <array>
#include <memory>
#include <openssl/evp.h>
#include <stdexcept>

#include "lib/crypto/hex.hpp"

namespace mediumsync::crypto {
namespace {

std::string digest_hex(const EVP_MD* algorithm, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  // MD5 fails here when OpenSSL runs in FIPS mode.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm, nullptr) != 1) {
    throw std::runtime_error(std::string("compute a digest: OpenSSL refused ") + EVP_MD_get0_name(algorithm));
  }
  return to_hex(std::span(digest).first(size));
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  // Looked up once: OpenSSL takes as long to find what EVP_sha256() names as to digest a kilobyte.
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                      EVP_MD_free);
  return digest_hex(sha256 ? sha256.get() : EVP_sha256(), bytes);
}
std::string md5_hex(std::string_view bytes) {
  return digest_hex(EVP_md5(), bytes);
}

}  // namespace mediumsync::crypto
