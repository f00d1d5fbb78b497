#include "sandbox/model/text.hpp"

#include <array>
#include <charconv>
#include <openssl/evp.h>
#include <stdexcept>

namespace mediumsync::sandbox {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool is_ascii_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}
bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80U;
}

void append_percent_encoded(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += hex[byte >> 4U];
  out += hex[byte & 0x0FU];
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string cdata(std::string_view text) {
  std::string out = "<![CDATA[";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 3) == "]]>") {
      out += "]]]]><![CDATA[>";
      i += 2;
      continue;
    }
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 || text[i] == '\n' || text[i] == '\t' || text[i] == '\r') out += text[i];
  }
  return out + "]]>";
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += is_continuation(c) ? 0U : 1U;
  return count;
}

std::string first_characters(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end) {
    if (is_continuation(text[end])) continue;
    if (seen == count) break;
    ++seen;
  }
  return std::string{text.substr(0, end)};
}

std::string trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string{text};
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string collapse_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) {
      out += c;
    } else if (out.empty() || out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

std::string slug(std::string_view title) {
  std::string out;
  for (const char c : lower(title)) {
    if (is_ascii_word(c)) {
      out += c;
    } else if (!is_ascii(c)) {
      append_percent_encoded(out, c);
    } else if (c != '\'' && !out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

std::string title_slug(std::string_view title) {
  std::string out;
  for (const char c : title) out += is_ascii_word(c) || !is_ascii(c) ? c : '-';
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

std::string md5_key(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_md5(), nullptr) != 1) {
    throw std::runtime_error("compute the MD5 of an image");
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE * 2> encoded{};
  const int size = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(length));
  std::string key;
  for (int i = 0; i < size; ++i) {
    const char c = static_cast<char>(encoded[static_cast<std::size_t>(i)]);
    if (c != '=') key += c == '+' ? '-' : c == '/' ? '_' : c;
  }
  return key;
}

std::optional<WebAddress> parse_web_address(std::string_view text) {
  WebAddress address;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (lower(text.substr(0, scheme.size())) == scheme) address.scheme = scheme.substr(0, scheme.size() - 3);
  }
  if (address.scheme.empty()) return std::nullopt;
  text.remove_prefix(address.scheme.size() + 3);
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  std::string_view authority = text.substr(0, end);
  std::string_view target = text.substr(end);
  target = target.substr(0, target.find('#'));
  address.target = target.starts_with('/') ? std::string{target} : "/" + std::string{target};
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) return std::nullopt;
  if (const auto colon = authority.find(':', bracket); colon != std::string_view::npos) {
    const std::string_view digits = authority.substr(colon + 1);
    int port = 0;
    const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || last != digits.data() + digits.size() || port < 1 || port > 65535) return std::nullopt;
    address.port = port;
    authority = authority.substr(0, colon);
  }
  if (bracket != 0) authority = authority.substr(1, bracket - 1);
  address.host = lower(authority);
  if (address.host.empty() || address.host.find_first_of(" <>\"'\\") != std::string::npos) return std::nullopt;
  return address;
}

}  // namespace mediumsync::sandbox
