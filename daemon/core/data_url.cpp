#include "core/data_url.hpp"

#include "core/base64.hpp"
#include "core/text.hpp"

namespace mediumsync::core {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::string percent_decoded(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    if (low) i += 2;
    bytes.push_back(low ? static_cast<char>(*high * 16 + *low) : text[i]);
  }
  return bytes;
}

}  // namespace

bool is_data_url(std::string_view url) {
  return equal_ignoring_case(url.substr(0, 5), "data:");
}

std::optional<std::string> decode_data_url(std::string_view url) {
  const std::size_t comma = url.find(',');
  if (!is_data_url(url) || comma == std::string_view::npos) return std::nullopt;
  const std::string_view head = trim(url.substr(0, comma));
  std::string body = percent_decoded(url.substr(comma + 1));
  constexpr std::string_view marker = ";base64";
  const bool base64 =
      head.size() > marker.size() && equal_ignoring_case(head.substr(head.size() - marker.size()), marker);
  if (base64) return decode_base64(body);
  return body;
}

}  // namespace mediumsync::core
