// Durations and sizes as people write them.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/expected.hpp"

namespace mediumsync::config {

// Where in the text the mistake is (bytes from 0) and how to mend it.
struct QuantityError {
  std::size_t offset = 0;
  std::string message;
};

// "500ms", "2s", "30m", "1h30m", "1d". A bare "0" needs no unit.
core::Expected<std::chrono::milliseconds, QuantityError> parse_duration(std::string_view text);

// The same spelling, for messages.
std::string duration_text(std::chrono::milliseconds duration);

// Bytes: "16MiB", "512KiB", "1GB", "4096B".
core::Expected<std::size_t, QuantityError> parse_size(std::string_view text);

std::string size_text(std::size_t bytes);

}  // namespace mediumsync::config
