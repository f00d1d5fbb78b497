#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "lib/uv/job.hpp"
#include "queue/queue.hpp"

namespace mediumsync {

// Has the queue's write-ahead log written back on another thread, so that nobody who asks the daemon waits for it.
// `on_done` is called each time that is done. Owned by Daemon.
class WriteBack {
 public:
  WriteBack(uv::Loop& loop, queue::Queue& queue, std::filesystem::path database, std::function<void()> on_done);
  ~WriteBack();
  WriteBack(const WriteBack&) = delete;
  WriteBack& operator=(const WriteBack&) = delete;

 private:
  void start();

  uv::Loop& loop_;
  queue::Queue& queue_;
  std::filesystem::path database_;
  std::function<void()> on_done_;
  std::optional<uv::Job> job_;
};

}  // namespace mediumsync
