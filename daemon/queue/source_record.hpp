// A source and what it is known to hold, as the database remembers them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"

namespace mediumsync::queue {

struct FileStamp {
  std::int64_t device = 0, inode = 0, size = 0, modified_ns = 0, changed_ns = 0;
  bool operator==(const FileStamp&) const = default;
};

struct KnownFile {
  std::string path;
  FileStamp stamp;
};

struct SourceRecord {
  std::string name;
  std::optional<core::TimePoint> baselined_at;  // first seen whole
  std::optional<std::string> baselined_place;   // what was seen then: its kind, and its path or configured url
  std::optional<core::TimePoint> last_checked;
  std::optional<core::TimePoint> next_check;
  std::optional<std::string> failing;  // the reason, while it fails
  int failures = 0;                    // in a row
  std::optional<std::string> etag;
  std::optional<std::string> last_modified;
  std::optional<std::string> moved_to;        // where a permanent redirect led
  std::optional<std::string> url;             // the configured one that all of this was learned from; a folder's path
  std::optional<core::Duration> usual_gap;    // between a feed's entries
  std::optional<core::Duration> asked_pause;  // that a feed's document asks for
  std::int64_t skip_hours = 0;                // as schedule::HourSet and DaySet
  std::int64_t skip_days = 0;
  std::optional<std::string> found_at;  // the feed that the page at `url` names, and the others that it names
  std::vector<std::string> also_found;
  std::optional<std::string> hub;    // WebSub's
  bool gone = false;                 // said that it is gone for good
  std::optional<std::string> rules;  // of a feed: those that all of it was last understood under
  struct Root {
    std::int64_t device = 0, inode = 0;
    bool operator==(const Root&) const = default;
  };
  std::optional<Root> root;  // of a folder: the directory that its files were last seen in
};

// One of a source's items, by what tells it from the others.
struct KnownItem {
  enum class Kept { raw, read };  // raw: it is to be read once somebody wants it
  Kept kept = Kept::read;
  core::PostId post;
  std::string origin;
  std::string title;
  std::optional<std::string> canonical_url;
  core::State state = core::State::queued;
  Cause cause = Cause::none;
};

// The page of an entry that is only a teaser, from which its article is to be taken, or was.
struct ArticleRecord {
  core::PostId post;
  std::string source;
  std::string entry;                        // as its source packs it
  std::string digest;                       // of the entry: another one is fetched again
  bool taken = false;                       // the post's text came from the page
  int attempts = 0;                         // that failed in a row
  std::optional<core::TimePoint> next_try;  // absent: nothing is left to try
};

}  // namespace mediumsync::queue
