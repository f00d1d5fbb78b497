// data: URLs (RFC 2397), as images stand in pages and posts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::core {

bool is_data_url(std::string_view url);

// The bytes that it holds, base64 or percent-encoded, as browsers read it: white space in the text, a missing padding
// and the URL alphabet do not count. std::nullopt: it is none, or damaged.
std::optional<std::string> decode_data_url(std::string_view url);

}  // namespace mediumsync::core
