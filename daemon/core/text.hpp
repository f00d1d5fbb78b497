// UTF-8 text as the rooms need it: counted, cut, folded and made safe. Unicode tables beyond ASCII are not core's business.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mediumsync::core {

// Code points; an invalid byte counts as one.
std::size_t count_characters(std::string_view text);

// At most `limit` characters, cut between words, ending in "…" where something was cut.
std::string cut_on_word(std::string_view text, std::size_t limit);

// Runs of white space (also U+00A0) to one space, none at the ends.
std::string collapse_space(std::string_view text);

std::string ascii_lower(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);

// Valid UTF-8 without NUL: bytes that are not become U+FFFD.
std::string sanitise_utf8(std::string_view bytes);

// What may be shown on a terminal or in a log: C0, C1 and bidirectional controls become "\x1b"-style escapes.
std::string printable(std::string_view text);

// Levenshtein distance, for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace mediumsync::core
