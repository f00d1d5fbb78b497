#pragma once

#include <string_view>

namespace mediumsync::render {

// What the kit looks like beyond the reading page's look.
std::string_view kit_style();

}  // namespace mediumsync::render
