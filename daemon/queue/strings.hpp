// A list of texts in one column: "3:cpp,5:linux," (netstrings), so that any text can stand in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::queue {

std::string encode_strings(const std::vector<std::string>& strings);

// **Throws** std::runtime_error for what encode_strings does not write.
std::vector<std::string> decode_strings(std::string_view text);

}  // namespace mediumsync::queue
