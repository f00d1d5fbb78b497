// What holds for every post, however hostile: asked by the fuzz targets and again whenever their corpora are replayed.
#pragma once

#include <string_view>

#include "parse/document.hpp"

namespace mediumsync::fuzz {

// Reads `bytes` as a file with a paragraph of our own behind them and renders what comes of it. Ends the process with a
// word on stderr where
// - a text is not valid UTF-8 or a finding has no code, no message or no line that can be,
// - the last paragraph is gone and nobody says so,
// - the story holds an element, an attribute or a nesting that Medium does not take,
// - the story read again as HTML and rendered is another one.
void check_post(std::string_view bytes, parse::Format format);

// The same for a body alone, as a feed carries it.
void check_body(std::string_view bytes, parse::Format format);

}  // namespace mediumsync::fuzz
