#pragma once

#include <chrono>
#include <functional>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// Calls back once after a span of monotonic time. Owned by whoever waits; destroying it cancels.
class Timer {
 public:
  Timer(Loop& loop, std::function<void()> callback);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // Calls back after `delay`, never early; a delay of zero waits for the loop's next turn. Again: replaces the earlier
  // delay.
  void start(std::chrono::milliseconds delay);
  void stop();
  bool active() const;

 private:
  struct Handle;
  Handle* handle_;
};

}  // namespace mediumsync::uv
