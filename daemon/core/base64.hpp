#pragma once

#include <string>
#include <string_view>

namespace mediumsync::core {

// RFC 4648 section 4.
std::string encode_base64(std::string_view bytes);

}  // namespace mediumsync::core
