#pragma once

#include <functional>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// Calls back on the loop when the process gets a signal. Owned by whoever answers it; destroying the last one for a
// signal restores the disposition that the first one found.
class Signal {
 public:
  Signal(Loop& loop, int number, std::function<void()> callback);  // **Throws** std::system_error.
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

 private:
  struct Handle;
  Handle* handle_;
};

}  // namespace mediumsync::uv
