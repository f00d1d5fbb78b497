// Strings of feeds between HTML and plain text: character references, tags, and the guess which of both a string is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::parse {

// One character reference of HTML: what it stands for and how many bytes it takes, the semicolon included.
struct Reference {
  std::string text;
  std::size_t length = 0;
};

// The reference that `text` begins with ("&eacute;…", "&#8217;…"); std::nullopt for an ampersand that is just one.
std::optional<Reference> read_reference(std::string_view text);

// Every reference once: "&amp;lt;" becomes "&lt;".
std::string decode_references(std::string_view text);

// True where a string that may be HTML or text is HTML: it closes an element of HTML, or holds one that is never
// closed.
bool looks_like_html(std::string_view text);

// What a reader sees of inline HTML: no tags, no references, white space collapsed.
std::string text_of_html(std::string_view html);

// A title or label that feeds write now as text, now as HTML, now as HTML escaped twice → text.
std::string text_of_either(std::string_view text);

// Without the controls that nobody sees, which JSON and base64 let through where XML does not.
std::string without_controls(std::string text);

}  // namespace mediumsync::parse
