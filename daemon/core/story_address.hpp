// The addresses that Medium gives its stories.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::core {

// The story's id: the hexadecimal tail of the path, on publications' own domains too
// ("https://medium.com/@jane/a-story-1a2b3c4d5e6f", "https://medium.com/p/1a2b3c4d5e6f").
std::optional<std::string> story_id_in(std::string_view url);

// What can be an id of Medium's at all, by its letters and its length; statistics name stories by it alone.
bool is_medium_id(std::string_view text);

// The author whom an address on Medium names: "https://medium.com/@jane/…" or "https://jane.medium.com/…". Other
// addresses name none: a publication's story, its own domain, "https://medium.com/p/ID". `site`: where the account's
// stories are, if elsewhere.
struct NamedAuthor {
  enum class Place { path, host };  // host: a publication may be called so, too
  std::string name;
  Place place = Place::path;
};
std::optional<NamedAuthor> author_named_in(std::string_view url, std::string_view site);

// Whether the name in an address is that of this author. In host names there are letters, digits and hyphens alone.
bool names(const NamedAuthor& named, std::string_view username);

// Without the parameters that Medium's feed and its buttons add, a fragment, and slashes at the end.
std::string plain_story_address(std::string_view url);

}  // namespace mediumsync::core
