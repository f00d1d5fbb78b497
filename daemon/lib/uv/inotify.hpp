#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <system_error>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// One hint from the kernel (inotify(7)). `name` is empty for events of the watched directory itself.
// When `mask` has IN_Q_OVERFLOW, events were lost and `watch` means nothing: look at everything again.
// With IN_IGNORED the kernel has dropped the watch, as its directory is gone; the number may be given out again.
struct InotifyEvent {
  int watch = 0;
  std::uint32_t mask = 0;
  std::string name;
};

// One inotify instance on the loop. Hints only: whoever owns it looks at the disk for the truth.
class Inotify {
 public:
  // **Throws** std::system_error (EMFILE: max_user_instances).
  Inotify(Loop& loop, std::function<void(const InotifyEvent&)> callback);
  ~Inotify();
  Inotify(const Inotify&) = delete;
  Inotify& operator=(const Inotify&) = delete;

  // The watch descriptor, or 0 and `error` set (ENOSPC: max_user_watches). `directory` may be a /proc/self/fd/N path.
  struct Added {
    int watch = 0;
    std::error_code error;
  };
  Added add(const std::string& directory, std::uint32_t mask);
  void remove(int watch);  // no event of it is told after this, its IN_IGNORED neither

 private:
  struct Handle;
  Handle* handle_;
};

}  // namespace mediumsync::uv
