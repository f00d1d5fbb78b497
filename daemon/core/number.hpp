#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace mediumsync::core {

// The whole of `text` as a decimal number (and a sign where Number has one); std::nullopt where it is anything else, or
// too big for it.
template <typename Number>
std::optional<Number> to_number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace mediumsync::core
