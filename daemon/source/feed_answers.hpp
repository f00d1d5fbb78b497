#pragma once

#include <cstddef>
#include <deque>
#include <set>
#include <utility>
#include <vector>

#include "lib/http/client.hpp"
#include "lib/uv/timer.hpp"
#include "queue/queue.hpp"

namespace mediumsync::source {

class Feed;

// What feeds have answered and the queue does not have yet. A commit waits for the disk, so several answers share one:
// those that come close together, as many as are little memory. Owned by Sources, outlives the feeds.
class FeedAnswers {
 public:
  FeedAnswers(uv::Loop& loop, queue::Queue& queue);

  // Calls the feed's take_in() within the commit and its taken_in() after it, soon.
  void add(Feed& feed, http::Response response);
  // Nothing was new: calls its save_checked() within a second. Should the machine stop before, it is asked once more.
  void save_soon(Feed& feed);
  // An answer of it that was not taken in is forgotten (the server gives it again), and it is not called any more.
  void forget(Feed& feed) noexcept;
  void save();

 private:
  void take_in();

  queue::Queue& queue_;
  std::vector<std::pair<Feed*, http::Response>> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::deque<Feed*> taken_;  // and not told yet
  std::set<Feed*> unsaved_;
  uv::Timer soon_;
  uv::Timer later_;
};

}  // namespace mediumsync::source
