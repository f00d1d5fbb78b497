// What became of a published post's story on Medium, as an import shows.
#pragma once

#include <string>

#include "core/finding.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"

namespace mediumsync::queue {

struct MediumChange {
  enum class Kind { edited, deleted };
  Kind kind = Kind::edited;
  std::string what;  // for people: what is other than it was
  core::TimePoint seen_at;
};

// As `show` lists it, with what to do.
core::Finding finding_of(const MediumChange& change, core::PostId id);

}  // namespace mediumsync::queue
