// The document type declaration of a feed, of which next to nothing is believed.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::parse {

// Short entities whose values name no other entity: what cannot be made to grow, and to fetch nothing. Decoded.
using PlainEntities = std::map<std::string, std::string, std::less<>>;

struct Doctype {
  PlainEntities entities;
  std::size_t end = 0;  // where the text goes on
};

// The declaration that begins at `at`; std::nullopt when it has no end.
std::optional<Doctype> read_doctype(std::string_view text, std::size_t at);

}  // namespace mediumsync::parse
