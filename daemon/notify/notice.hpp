// What there is to tell, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/post.hpp"
#include "core/state.hpp"
#include "core/time.hpp"
#include "core/topic.hpp"

namespace mediumsync::notify {

using core::Topic;

// A post as its notice shows it: as it is when the notice goes out.
struct PostView {
  core::PostId id;
  std::string title;
  core::State state = core::State::queued;
  core::PublishStatus status = core::PublishStatus::draft;
  std::string account;
  std::string source;
  std::optional<std::string> url;  // on Medium
  std::optional<std::string> canonical_url;
};

enum class Occasion { first, reminder };

// One thing that happened.
struct Notice {
  std::int64_t event = 0;  // its number in the journal of events
  core::TimePoint at;
  Topic topic = Topic::published;
  Occasion occasion = Occasion::first;
  std::string detail;
  std::optional<PostView> post;
};

// What a receiver is told in one go: one notice, or a digest of several.
struct Message {
  std::string id;               // the same whenever it is sent again, another for every other message and receiver
  std::vector<Notice> notices;  // never empty; oldest first
  std::int64_t beyond = 0;      // more that were not kept
  bool is_digest() const { return notices.size() > 1 || beyond > 0; }
};

// From the numbers and times of what is in it.
std::string message_id(std::string_view receiver, const Notice& first, const Notice& last);

// A file that goes with a mail.
struct Attachment {
  std::string file_name;
  std::string content_type;
  std::string bytes;
};

}  // namespace mediumsync::notify
