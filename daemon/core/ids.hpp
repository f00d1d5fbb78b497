// Identities that must not be mixed up with other numbers.
#pragma once

#include <compare>
#include <cstdint>

namespace mediumsync::core {

// A post in the queue, as people see it in `mediumsyncctl list`.
struct PostId {
  std::int64_t value = 0;
  auto operator<=>(const PostId&) const = default;
};

// One try to get a post to Medium.
struct AttemptId {
  std::int64_t value = 0;
  auto operator<=>(const AttemptId&) const = default;
};

}  // namespace mediumsync::core
