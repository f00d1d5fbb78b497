#include "core/url.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace mediumsync::core {
namespace {

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// RFC 3986 section 3.1.
bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

// Takes everything up to the first of `ends` off the front of `rest`.
std::string_view take_until(std::string_view& rest, std::string_view ends) {
  const std::size_t end = std::min(rest.find_first_of(ends), rest.size());
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end);
  return taken;
}

// RFC 3986 section 5.2.4.
std::string remove_dot_segments(std::string_view input) {
  std::string output;
  output.reserve(input.size());
  while (!input.empty()) {
    if (input.starts_with("../")) {
      input.remove_prefix(3);
    } else if (input.starts_with("./") || input.starts_with("/./")) {
      input.remove_prefix(2);
    } else if (input == "/.") {
      input = "/";
    } else if (input.starts_with("/../") || input == "/..") {
      input = input == "/.." ? std::string_view("/") : input.substr(3);
      const std::size_t slash = output.rfind('/');
      output.resize(slash == std::string::npos ? 0 : slash);
    } else if (input == "." || input == "..") {
      break;
    } else {
      const std::size_t end = std::min(input.find('/', 1), input.size());
      output += input.substr(0, end);
      input.remove_prefix(end);
    }
  }
  return output;
}

// RFC 3986 section 5.2.3.
std::string merge(const Url& base, std::string_view path) {
  if (base.authority && base.path.empty()) return "/" + std::string(path);
  const std::size_t slash = base.path.rfind('/');
  const std::string_view folder = slash == std::string::npos ? "" : std::string_view(base.path).substr(0, slash + 1);
  return std::string(folder) + std::string(path);
}

bool is_port(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

// The authority without user info, split at the colon before the port.
struct HostAndPort {
  std::string_view host;
  std::string_view port;
};

HostAndPort host_and_port(std::string_view authority) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  if (authority.starts_with('[')) {
    const std::size_t end = std::min(authority.find(']'), authority.size());
    std::string_view after = authority.substr(std::min(end + 1, authority.size()));
    if (after.starts_with(':')) after.remove_prefix(1);
    return {authority.substr(1, end - 1), after};
  }
  const std::size_t colon = std::min(authority.rfind(':'), authority.size());
  return {authority.substr(0, colon), authority.substr(std::min(colon + 1, authority.size()))};
}

}  // namespace

Url Url::parse(std::string_view text) {
  std::string_view rest = trim(text);
  Url url;
  if (const std::size_t colon = rest.find_first_of(":/?#");
      colon != std::string_view::npos && rest[colon] == ':' && is_scheme(rest.substr(0, colon))) {
    url.scheme = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    url.authority = take_until(rest, "/?#");
  }
  url.path = take_until(rest, "?#");
  if (rest.starts_with('?')) {
    rest.remove_prefix(1);
    url.query = take_until(rest, "#");
  }
  if (rest.starts_with('#')) url.fragment = rest.substr(1);
  return url;
}

std::string Url::text() const {
  std::string result;
  if (scheme) result += *scheme + ":";
  if (authority) result += "//" + *authority;
  result += path;
  if (query) result += "?" + *query;
  if (fragment) result += "#" + *fragment;
  return result;
}

std::optional<std::string> Url::host() const {
  if (!authority) return std::nullopt;
  return ascii_lower(host_and_port(*authority).host);
}

bool is_web_url(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_control)) return false;
  const Url url = Url::parse(text);
  if (!url.scheme || !url.authority) return false;
  if (!equal_ignoring_case(*url.scheme, "http") && !equal_ignoring_case(*url.scheme, "https")) return false;
  const HostAndPort where = host_and_port(*url.authority);
  return !where.host.empty() && where.host.find_first_of(" \"<>\\^`{|}[]@") == std::string_view::npos &&
         is_port(where.port);
}

std::optional<std::string> resolve(std::string_view base, std::string_view reference) {
  const Url from = Url::parse(base);
  if (!from.scheme) return std::nullopt;
  Url target = Url::parse(reference);
  if (target.scheme || target.authority) {
    if (!target.scheme) target.scheme = from.scheme;
    target.path = remove_dot_segments(target.path);
    return target.text();
  }
  target.scheme = from.scheme;
  target.authority = from.authority;
  if (target.path.empty()) {
    target.path = from.path;
    if (!target.query) target.query = from.query;
  } else {
    target.path = remove_dot_segments(target.path.starts_with('/') ? target.path : merge(from, target.path));
  }
  return target.text();
}

std::string encode_unsafe(std::string_view url) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view unsafe = " \"<>`{}";
  std::string result;
  result.reserve(url.size());
  for (const char c : url) {
    const auto value = static_cast<unsigned char>(c);
    if (is_control(c) || value >= 0x80 || unsafe.find(c) != std::string_view::npos) {
      result += '%';
      result += digits[value >> 4U];
      result += digits[value & 0xFU];
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace mediumsync::core
