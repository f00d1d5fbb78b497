// URLs as RFC 3986 has them: split, resolved against a base, judged. No network, no normalisation beyond dot segments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::core {

// The five parts of RFC 3986 section 3, each exactly as written; absent parts are absent, not empty.
struct Url {
  std::optional<std::string> scheme;
  std::optional<std::string> authority;
  std::string path;
  std::optional<std::string> query;
  std::optional<std::string> fragment;

  // Splits any string (RFC 3986 appendix B); white space around it is dropped first.
  static Url parse(std::string_view text);
  std::string text() const;

  // The host without user info, port and brackets, in lower case; std::nullopt where there is no authority.
  std::optional<std::string> host() const;
};

// True for an absolute http or https URL with a host: what Medium and feeds may be told to fetch.
bool is_web_url(std::string_view text);

// RFC 3986 section 5.2. `base` must be absolute; std::nullopt when it is not.
std::optional<std::string> resolve(std::string_view base, std::string_view reference);

// Percent-encodes what a browser would (spaces, controls, quotes, angle brackets, non-ASCII bytes) and leaves the rest
// alone.
std::string encode_unsafe(std::string_view url);

}  // namespace mediumsync::core
