#pragma once

#include <string_view>

namespace mediumsync::render {

// The reading page's look: Medium's measures for the story, light and dark, one column on a telephone.
std::string_view page_style();

}  // namespace mediumsync::render
