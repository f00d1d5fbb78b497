// RFC 3986 section 2.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::core {

// 0 to 15; std::nullopt for what is no hexadecimal digit.
std::optional<unsigned> hex_digit(char c);

// "%20" as its byte; a '%' without two digits stays.
std::string percent_decoded(std::string_view text);

}  // namespace mediumsync::core
