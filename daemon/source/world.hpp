#pragma once

#include <functional>
#include <string>

#include "core/time.hpp"
#include "lib/http/client.hpp"
#include "lib/uv/inotify.hpp"
#include "lib/uv/loop.hpp"
#include "queue/queue.hpp"

namespace mediumsync::source {

class FetchLine;
class FeedAnswers;

// What a folder or a feed needs of the rest. Owned by Sources, outlives them all.
struct World {
  uv::Loop& loop;
  uv::Inotify& inotify;
  queue::Queue& queue;
  http::Client& http;
  FetchLine& line;
  FeedAnswers& answers;
  std::function<core::TimePoint()> clock;
  std::function<double()> jitter;  // in [0, 1)
  // Whether the file of a folder's post still lies where it did. What can't be told counts as being there.
  std::function<bool(const std::string& source, const std::string& origin)> has_file;
  // For a source that is overdue when it is made known: many of them begin one after the other.
  std::function<core::Duration()> pause_at_start;
  std::function<void()> pages_wanted;  // there are pages to be fetched for their articles
};

}  // namespace mediumsync::source
