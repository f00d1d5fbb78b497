#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::core {

// RFC 4648 section 4, padded.
std::string encode_base64(std::string_view bytes);

// Sections 4 and 5; white space is passed over and padding may be missing, as it is in mails, feeds and data: URLs.
// std::nullopt for anything else.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace mediumsync::core
