// The shortest edit between two sequences (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace mediumsync::render {

// One step from `before` to `after`: `count` elements that both have, that only `before` has, or that only `after` has.
struct Edit {
  enum class Kind { same, removed, added } kind = Kind::same;
  std::size_t count = 0;
  bool operator==(const Edit&) const = default;
};

// Elements are numbers: equal ones for equal things. Beyond `max_differences`, what the two don't share at their ends
// counts as removed and added as a whole, so that time and memory stay bounded.
std::vector<Edit> edits(std::span<const std::size_t> before, std::span<const std::size_t> after,
                        std::size_t max_differences = 1000);

}  // namespace mediumsync::render
