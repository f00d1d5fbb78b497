// JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) → the model.
#pragma once

#include <optional>
#include <string_view>

#include "parse/feed.hpp"

namespace mediumsync::parse {

// True where a document is to be read as JSON: it begins with an object.
bool looks_like_json(std::string_view text);

// `text` is UTF-8. Reads on over what JSON forbids but feeds hold (controls in strings, halves of surrogate pairs), and
// up to where a document is cut off or broken; an item that ends there is left out. `link` and `base` come out as
// written. std::nullopt for JSON that is no feed.
std::optional<Feed> json_feed(std::string_view text);

}  // namespace mediumsync::parse
