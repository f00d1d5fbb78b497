#include "queue/strings.hpp"

#include <charconv>
#include <stdexcept>

namespace mediumsync::queue {

std::string encode_strings(const std::vector<std::string>& strings) {
  std::string text;
  for (const std::string& string : strings) text += std::to_string(string.size()) + ":" + string + ",";
  return text;
}

std::vector<std::string> decode_strings(std::string_view text) {
  std::vector<std::string> strings;
  while (!text.empty()) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    const auto digits = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || digits + 2 > text.size() || *end != ':' || size > text.size() - digits - 2 ||
        text[digits + 1 + size] != ',') {
      throw std::runtime_error("the database holds a damaged list: " + std::string(text.substr(0, 40)));
    }
    strings.emplace_back(text.substr(digits + 1, size));
    text.remove_prefix(digits + size + 2);
  }
  return strings;
}

}  // namespace mediumsync::queue
