// Keyed digests (RFC 2104) by OpenSSL's libcrypto.
#pragma once

#include <string>
#include <string_view>

namespace mediumsync::crypto {

// HMAC-SHA-256, in lower-case hexadecimal. **Throws** std::runtime_error when OpenSSL can't do it.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

}  // namespace mediumsync::crypto
