// Bytes of a file → the text that the parsers of this room take.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "parse/document.hpp"

namespace mediumsync::parse {

// `guessed`: nothing says which it is, and its bytes are not those of a Western text, as which they were read.
enum class Charset { utf8, other, guessed };

struct Decoded {
  std::string text;  // valid UTF-8 without byte order mark or control characters; every line ends in '\n' alone
  Charset charset = Charset::utf8;
};

// As encoding.hpp has it; for HTML its <meta charset> counts, too, behind the HTTP header's.
Decoded decode(std::string_view bytes, Format format, const std::optional<std::string>& content_type = std::nullopt);

}  // namespace mediumsync::parse
