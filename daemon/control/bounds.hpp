// How much may be asked for at once. The daemon holds to it, and the command line says it before anybody is asked.
#pragma once

#include <cstdint>

namespace mediumsync::control {

struct Bounds {
  std::int64_t least = 1;
  std::int64_t most = 0;
  constexpr bool hold(std::int64_t number) const { return number >= least && number <= most; }
};

inline constexpr Bounds posts_at_once{1, 10'000};
inline constexpr Bounds events_at_once{0, 10'000};
inline constexpr Bounds happenings_at_once{1, 10'000};
inline constexpr Bounds months_at_once{1, 120};
inline constexpr Bounds stories_at_once{0, 10'000};
inline constexpr Bounds slots_at_once{1, 1'000};

}  // namespace mediumsync::control
