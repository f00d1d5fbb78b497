#pragma once

#include <string_view>

#include "core/text.hpp"

namespace mediumsync::core {

// Whether two usernames are one author's at Medium, where capitals make no difference; with or without their "@".
inline bool same_username(std::string_view one, std::string_view other) {
  if (one.starts_with('@')) one.remove_prefix(1);
  if (other.starts_with('@')) other.remove_prefix(1);
  return equal_ignoring_case(one, other);
}

}  // namespace mediumsync::core
