#pragma once

#include <functional>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// What a descriptor is ready for; a set of bits.
enum class Ready : int {
  none = 0,
  read = UV_READABLE,
  write = UV_WRITABLE,
  both = UV_READABLE | UV_WRITABLE,
  urgent = UV_PRIORITIZED  // what POLLPRI means to the descriptor
};

// Watches somebody else's file descriptor; the descriptor must stay open until the Poll is destroyed or stopped.
class Poll {
 public:
  Poll(Loop& loop, int descriptor, std::function<void(Ready)> callback);  // **Throws** std::system_error.
  ~Poll();
  Poll(const Poll&) = delete;
  Poll& operator=(const Poll&) = delete;

  // From now on for `interest` alone. An error of the descriptor shows as ready for all that is watched: reading or
  // writing tells which it is. **Throws** std::system_error when another Poll watches the descriptor.
  void watch(Ready interest);
  void stop();

 private:
  struct Handle;
  Handle* handle_;
};

}  // namespace mediumsync::uv
