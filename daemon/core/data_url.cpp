#include "core/data_url.hpp"

#include "core/base64.hpp"
#include "core/percent.hpp"
#include "core/text.hpp"

namespace mediumsync::core {
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
