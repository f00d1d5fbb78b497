// A story that is on Medium without this queue having sent it: what an author's feed or export tells of it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/likeness.hpp"
#include "core/post.hpp"
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
  bool operator==(const KnownStory&) const = default;
};

core::Likeness likeness_of(const KnownStory& story);

// What came of taking in stories.
struct StoriesTaken {
  std::size_t fresh = 0;        // were not known before
  std::vector<Record> skipped;  // posts that waited, and that one of them is
};

}  // namespace mediumsync::queue
