// The services whose plain URL Medium turns into an embed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::parse {

// A player's or a page's address → the page's plain URL; std::nullopt for a service not known.
std::optional<std::string> embed_url(std::string_view url);

}  // namespace mediumsync::parse
