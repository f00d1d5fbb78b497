// Which of people's verbs a post can take in which state. Pure and total.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "core/state.hpp"

namespace mediumsync::queue {

enum class Verb {
  hold,
  release,
  skip,
  retry,
  publish_now,
  move_to,
  move,
  resolve_published,
  resolve_not_published,
  acknowledge_drift,
  done
};
inline constexpr std::array all_verbs{Verb::hold,
                                      Verb::release,
                                      Verb::skip,
                                      Verb::retry,
                                      Verb::publish_now,
                                      Verb::move_to,
                                      Verb::move,
                                      Verb::resolve_published,
                                      Verb::resolve_not_published,
                                      Verb::acknowledge_drift,
                                      Verb::done};

// std::nullopt: it may. Otherwise why not, and what to do instead.
std::optional<std::string> objection(core::PostId id, core::State state, Verb verb);

}  // namespace mediumsync::queue
