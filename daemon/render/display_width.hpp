// How many columns a text takes in a fixed-width font.
#pragma once

#include <cstddef>
#include <string_view>

namespace mediumsync::render {

// East Asian wide characters and emoji take two columns, combining and invisible ones none (UAX #11 and #44).
std::size_t display_width(std::string_view text);

}  // namespace mediumsync::render
