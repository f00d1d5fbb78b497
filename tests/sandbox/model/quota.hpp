#pragma once

#include <chrono>
#include <optional>

#include "sandbox/model/instant.hpp"

namespace mediumsync::sandbox {

// How many posts of one user count since the first of them; the count starts anew once `window` has passed. Held by
// State.
struct QuotaWindow {
  Instant first;
  int used;
};

bool exhausted(const std::optional<QuotaWindow>& quota, int limit, std::chrono::seconds window, Instant now);
QuotaWindow count_post(const std::optional<QuotaWindow>& quota, std::chrono::seconds window, Instant now);

}  // namespace mediumsync::sandbox
