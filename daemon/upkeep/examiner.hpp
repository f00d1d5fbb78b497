#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/time.hpp"
#include "lib/uv/job.hpp"
#include "lib/uv/loop.hpp"
#include "lib/uv/wall_timer.hpp"
#include "queue/queue.hpp"

namespace mediumsync::upkeep {

// Looks at every page of the queue's database once a week, on another thread and by a connection of its own. When one
// is bad everything is paused, for what is published rests on what the database says; what was found is remembered.
// Owned by the composition root.
class Examiner {
 public:
  using Clock = std::function<core::TimePoint()>;

  Examiner(uv::Loop& loop, queue::Queue& queue, std::filesystem::path database, Clock clock);
  ~Examiner();  // what is under way is given up
  Examiner(const Examiner&) = delete;
  Examiner& operator=(const Examiner&) = delete;

  void examine();  // now, unless it does so already

 private:
  struct Finding {
    std::optional<std::string> damage;
    std::optional<std::string> obstacle;  // why it could not be looked at
  };
  void plan();
  void finish(const Finding& finding);

  uv::Loop& loop_;
  queue::Queue& queue_;
  std::filesystem::path database_;
  Clock clock_;
  std::optional<core::TimePoint> not_before_;
  std::stop_source stop_;
  std::optional<uv::Job> job_;
  uv::WallTimer due_;
};

}  // namespace mediumsync::upkeep
