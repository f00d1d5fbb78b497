// The addresses that Medium gives its stories.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::core {

// The story's id: the hexadecimal tail of the path, on publications' own domains too
// ("https://medium.com/@jane/a-story-1a2b3c4d5e6f", "https://medium.com/p/1a2b3c4d5e6f").
std::optional<std::string> story_id_in(std::string_view url);

// Without the parameters that Medium's feed adds, and without a fragment.
std::string plain_story_address(std::string_view url);

}  // namespace mediumsync::core
