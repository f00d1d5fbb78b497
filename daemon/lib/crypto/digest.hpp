// Digests by OpenSSL's libcrypto, which libcurl brings along anyway.
#pragma once

#include <string>
#include <string_view>

namespace mediumsync::crypto {

// Lower-case hexadecimal. **Throws** std::runtime_error when OpenSSL refuses the algorithm (MD5 in FIPS mode).
std::string sha256_hex(std::string_view bytes);
std::string md5_hex(std::string_view bytes);  // Medium names an image after it; nothing here trusts it

}  // namespace mediumsync::crypto
