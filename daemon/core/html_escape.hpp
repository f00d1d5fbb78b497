#pragma once

#include <string>
#include <string_view>

namespace mediumsync::core {

// Text as HTML has it, between tags or in an attribute in double quotes. Line breaks stay.
std::string escape_html(std::string_view text);

}  // namespace mediumsync::core
