#pragma once

#include <functional>
#include <string>

#include "core/time.hpp"
#include "lib/http/client.hpp"
#include "lib/uv/loop.hpp"
#include "queue/queue.hpp"

namespace mediumsync::source {

// What a folder or a feed needs of the rest. Owned by Sources, outlives them all.
struct World {
  uv::Loop& loop;
  queue::Queue& queue;
  http::Client& http;
  std::function<core::TimePoint()> clock;
  std::function<double()> jitter;  // in [0, 1)
  // Whether the file of a folder's post still lies where it did. What can't be told counts as being there.
  std::function<bool(const std::string& source, const std::string& origin)> has_file;
};

}  // namespace mediumsync::source
