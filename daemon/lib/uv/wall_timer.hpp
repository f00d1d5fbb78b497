#pragma once

#include <chrono>
#include <functional>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// Why a WallTimer called back.
enum class WallEvent {
  due,      // the wall clock has reached the armed time
  stepped,  // the wall clock was set (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET); nothing is armed any more: plan
            // again
};

// Calls back when the wall clock (CLOCK_REALTIME) reaches a time, across suspend and clock steps. A step is reported as
// long as the timer exists, armed or not. Owned by whoever plans; destroying it cancels.
class WallTimer {
 public:
  WallTimer(Loop& loop, std::function<void(WallEvent)> callback);  // **Throws** std::system_error.
  ~WallTimer();
  WallTimer(const WallTimer&) = delete;
  WallTimer& operator=(const WallTimer&) = delete;

  void arm(std::chrono::sys_time<std::chrono::milliseconds> due);  // in the past: calls back at once
  void disarm();

 private:
  struct Handle;
  Handle* handle_;
};

}  // namespace mediumsync::uv
