// A story that is on Medium without this queue having sent it: what an author's feed or export tells of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/likeness.hpp"
#include "core/post.hpp"
#include "core/time.hpp"
#include "queue/record.hpp"

namespace mediumsync::queue {

struct KnownStory {
  std::string account;
  std::string id;  // Medium's
  std::string url;
  std::string title;
  std::optional<std::string> canonical_url;
  std::optional<core::TimePoint> published_at;
  // A draft is remembered, but nobody reads it on Medium: it keeps no post from being sent.
  core::Draft draft = core::Draft::no;
  core::Sketch text;  // empty: not known, as of an entry with only a teaser
  // Stands for its title and all its words, to tell whether one of them was changed. Absent: not known, as of a feed.
  std::optional<std::uint32_t> words = {};
  bool operator==(const KnownStory&) const = default;
};

core::Likeness likeness_of(const KnownStory& story);

// What came of taking in stories.
struct StoriesTaken {
  std::size_t fresh = 0;        // were not known before
  std::vector<Record> skipped;  // posts that waited, and that one of them is
  // Posts that were published and whose stories on Medium are found to be others than they were.
  std::vector<core::PostId> changed;
  // Of how many of them newer imports had told already, which stands, and of when the newest of those are.
  std::size_t outdated = 0;
  std::optional<core::TimePoint> newer;
  std::size_t figures = 0;  // of so many stories what they came to was taken
};

}  // namespace mediumsync::queue
