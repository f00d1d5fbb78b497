// "did you mean …?"
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mediumsync::config {

// The candidate that `word` is most likely a slip of, if any is near enough.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates);

// Text from the file, safe to show in a message: no control characters, not endless.
std::string shown(std::string_view text);

}  // namespace mediumsync::config
