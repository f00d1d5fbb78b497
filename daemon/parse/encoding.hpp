// Bytes of unknown encoding → UTF-8, the way browsers and feed readers do it rather than the way RFC 7303 hopes for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::parse {

// UTF-8 without a byte order mark. What is tried, in this order:
// 1. a byte order mark, or the zero bytes of UTF-16 and UTF-32 around the first '<';
// 2. the charset of the HTTP header, then the encoding of the XML declaration. Both lie: a single-byte claim yields to
// bytes
//    that are valid UTF-8 beyond ASCII, a multi-byte one to valid UTF-8 when it does not decode itself. As in the
//    WHATWG encoding standard, ISO-8859-1 and US-ASCII mean windows-1252, GB2312 means GB18030, and so on;
// 3. UTF-8, in which a byte that can't be UTF-8 is read as windows-1252.
// Never fails: what no encoding explains becomes U+FFFD.
std::string to_utf8(std::string_view bytes, const std::optional<std::string>& content_type);

// The same, but std::nullopt where `bytes` are that UTF-8 as they stand.
std::optional<std::string> converted_to_utf8(std::string_view bytes, const std::optional<std::string>& content_type);

// The `charset` parameter of a Content-Type header, without quotes.
std::optional<std::string> charset_of(std::string_view content_type);

// The character that windows-1252 has at 0x80–0x9F, which is also what HTML makes of &#128; to &#159;.
char32_t windows_1252(unsigned char byte);

}  // namespace mediumsync::parse
