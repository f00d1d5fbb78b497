#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::sandbox {

std::string escape_html(std::string_view text);

// For XML text: escapes, and drops the control characters that XML 1.0 has no spelling for.
std::string cdata(std::string_view text);

// Code points, as people count characters. Malformed UTF-8 counts byte by byte.
std::size_t characters(std::string_view text);
std::string first_characters(std::string_view text, std::size_t count);

std::string trim(std::string_view text);
std::string lower(std::string_view text);  // ASCII alone
std::string collapse_space(std::string_view text);

// "Hello, World!" → "hello-world". Other scripts are percent-encoded, as in Medium's addresses.
std::string slug(std::string_view title);
// "Hello, World!" → "Hello--World", as in the file names of an account export.
std::string title_slug(std::string_view title);

// Unpadded base64url of the MD5: the key of an uploaded image.
std::string md5_key(std::string_view bytes);

// The parts of an absolute http(s) address.
struct WebAddress {
  std::string scheme;
  std::string host;  // lower case, an IPv6 address without its brackets
  std::optional<int> port;
  std::string target;  // path and query, at least "/"
};
std::optional<WebAddress> parse_web_address(std::string_view text);

}  // namespace mediumsync::sandbox
