// Whether HTML is such as Medium takes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::fuzz {

// The first thing wrong with a story's HTML: an element or attribute that Medium drops or refuses, one inside another
// that can't hold it, one that is never closed; std::nullopt where all is well.
std::optional<std::string> fault_in_medium_html(std::string_view html);

}  // namespace mediumsync::fuzz
