#pragma once

#include "unit/queue/fixture.hpp"

namespace mediumsync::test {

// The order in which the scheduled posts go.
inline std::vector<PostId> line(Fixture& fixture) {
  std::vector<PostId> ids;
  for (const auto& record : fixture.queue().waiting("main", std::nullopt, 100)) ids.push_back(record.id);
  return ids;
}

}  // namespace mediumsync::test
