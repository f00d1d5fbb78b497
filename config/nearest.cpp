#include "config/nearest.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace mediumsync::config {

namespace {

std::string sorted(std::string text) {
  std::sort(text.begin(), text.end());
  return text;
}

// Edits between two words; letters in the wrong order are one slip.
std::size_t slips(const std::string& a, const std::string& b) {
  const std::size_t edits = core::edit_distance(a, b);
  return edits == 2 && sorted(a) == sorted(b) ? 1 : edits;
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string lower = core::ascii_lower(word);
  std::size_t tolerable = lower.size() <= 3 ? 1 : std::max<std::size_t>(2, lower.size() / 3);
  std::optional<std::string_view> best;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty()) continue;
    const std::size_t distance = slips(lower, core::ascii_lower(candidate));
    if (distance > tolerable || (best && distance == tolerable)) continue;
    tolerable = distance;
    best = candidate;
  }
  return best;
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 80;
  return core::cut_on_word(core::printable(text), longest);
}

}  // namespace mediumsync::config
