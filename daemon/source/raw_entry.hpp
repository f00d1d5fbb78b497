// A feed's entry as it is kept until somebody wants it: most of a feed's back catalogue is never looked at, so its HTML
// is read when a person releases it, not when the feed is first seen.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parse/feed.hpp"

namespace mediumsync::source {

struct RawEntry {
  std::string bytes;
  std::string digest;  // over all but its dates and id: the same entry under another id, or re-dated, has the same
};

RawEntry pack(const parse::FeedEntry& entry, const parse::Feed& feed);

// The entry, and of its feed what reading it takes. **Throws** std::runtime_error when the bytes are damaged.
struct UnpackedEntry {
  parse::FeedEntry entry;
  parse::Feed feed;
};
UnpackedEntry unpack(std::string_view bytes);

}  // namespace mediumsync::source
