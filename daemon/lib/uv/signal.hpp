#pragma once

#include <functional>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// Calls back on the loop when the process gets a signal. Destroying it restores the earlier disposition.
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
