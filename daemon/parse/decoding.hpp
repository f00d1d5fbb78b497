// Bytes of a file → the text that the parsers of this room take.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "parse/document.hpp"

namespace mediumsync::parse {

enum class Charset { utf8, other };

struct Decoded {
  std::string text;  // valid UTF-8 without byte order mark or control characters; every line ends in '\n' alone
  Charset charset = Charset::utf8;
};

// As encoding.hpp has it; for HTML its <meta charset> counts, too, behind the HTTP header's.
Decoded decode(std::string_view bytes, Format format, const std::optional<std::string>& content_type = std::nullopt);

// The code point that starts at `text[position]`; `position` is moved behind it. `text` must be valid UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& position);

}  // namespace mediumsync::parse
