#include "ctl/bars.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace mediumsync::ctl {

std::string bar(std::int64_t value, std::int64_t most, std::size_t width) {
  if (value <= 0 || most <= 0 || width == 0) return {};
  constexpr std::size_t parts = 8;
  constexpr std::array<std::string_view, parts> blocks{"█", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double share = std::min(1.0, static_cast<double>(value) / static_cast<double>(most));
  const auto eighths = std::max<std::size_t>(1, static_cast<std::size_t>(share * static_cast<double>(width * parts)));
  std::string text;
  for (std::size_t i = 0; i < eighths / parts; ++i) text += blocks[0];
  if (eighths % parts != 0) text += blocks.at(eighths % parts);
  return text;
}

}  // namespace mediumsync::ctl
