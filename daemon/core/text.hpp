// UTF-8 text as the rooms need it: counted, cut, folded and made safe. Of Unicode's tables core knows no more than how
// the letters of Latin, Greek and Cyrillic pair up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mediumsync::core {

// The character that begins at a place in a text. A byte that begins none counts as U+FFFD of length 1.
struct Character {
  char32_t value = 0;
  std::size_t length = 1;  // in bytes
  bool valid = true;
};

// `at` must lie inside the text.
Character character_at(std::string_view text, std::size_t at);

// A code point as UTF-8; what is none (surrogates, beyond U+10FFFF) as U+FFFD.
std::string utf8(char32_t character);

// True for well-formed UTF-8 (Unicode table 3-7: no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes);

// Code points; an invalid byte counts as one.
std::size_t count_characters(std::string_view text);

// At most `limit` characters (the "…" counts), cut between words, or inside one where half would be lost.
std::string cut_on_word(std::string_view text, std::size_t limit);

// Runs of white space (also U+00A0) to one space, none at the ends.
std::string collapse_space(std::string_view text);
// Nothing but such white space.
bool is_blank(std::string_view text);

std::string ascii_lower(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);

// Lower case, as far as Latin, Greek and Cyrillic letters go.
char32_t fold_case(char32_t character);

// Valid UTF-8 without NUL: bytes that are not become U+FFFD.
std::string sanitise_utf8(std::string_view bytes);

// What may be shown on one line of a terminal or a log: C0 (line breaks too), C1 and bytes that are no UTF-8 become
// "\x1b"-style escapes, line separators and bidirectional controls "\u{202e}".
std::string printable(std::string_view text);

// Levenshtein distance, for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace mediumsync::core
