#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <set>

#include "sandbox/server/connection.hpp"

namespace mediumsync::sandbox {

// Where requests that get no answer, or a late one, spend their time. Owned by the Service; each waiting request holds
// its own thread.
class WaitingRoom {
 public:
  enum class Left { timed_out, released, client_gone };

  // Returns once the time is over (none: never), everybody was released, or the client closed its end.
  Left wait(const std::optional<Connection>& connection, std::optional<std::chrono::milliseconds> time);
  void release_all();
  std::size_t waiting();  // how many there are now

 private:
  std::mutex mutex_;
  std::set<int> bells_;  // eventfds of those who wait
};

}  // namespace mediumsync::sandbox
