// What holds for every post, however hostile: asked by the fuzz targets and again whenever their corpora are replayed.
#pragma once

#include <string>
#include <string_view>

#include "core/finding.hpp"
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

// Reads `bytes` as a feed, and its first entries as posts. Ends the process where a text is not valid UTF-8, an address
// that has to be one of the web is none, a list is longer than its reader promises, or an error says nothing.
void check_feed(std::string_view bytes);

// Reads `bytes` as the page that a feed's entry leads to, and for the feeds that it names.
void check_page(std::string_view bytes);

[[noreturn]] void fail(const std::string& what, std::string_view detail);
void check_text(std::string_view text, const char* what);
void check_findings(const core::Findings& findings);

}  // namespace mediumsync::fuzz
