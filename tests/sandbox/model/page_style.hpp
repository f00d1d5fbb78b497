#pragma once

#include <string>
#include <string_view>

namespace mediumsync::sandbox {

// A whole document around `main`: head, style, the line at the top. Self-contained: nothing is fetched but a story's
// images.
std::string page_document(std::string_view title, std::string_view main);

}  // namespace mediumsync::sandbox
