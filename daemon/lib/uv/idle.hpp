#pragma once

#include <functional>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// Calls back once in the loop's next turn, without waiting: for work that is done a slice at a time, between which
// descriptors and timers have their turns. Owned by whoever has the work; destroying it cancels.
class Idle {
 public:
  Idle(Loop& loop, std::function<void()> callback);
  ~Idle();
  Idle(const Idle&) = delete;
  Idle& operator=(const Idle&) = delete;

  void start();
  void stop();

 private:
  struct Handle;
  Handle* handle_;
};

}  // namespace mediumsync::uv
