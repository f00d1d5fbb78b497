#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <system_error>

#include "lib/uv/idle.hpp"
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

struct Subscriber;

// The inotify instance that all watchers of a room share, for a user has 128 of them, editors and desktops included. It
// is there while somebody watches. Hints only: a watcher looks at the disk for the truth. There is one queue for all as
// well: a watcher whose directories change faster than the loop can tell of it overflows it for everybody, and
// everybody looks at everything once more. A turn of the loop tells of so much and no more, whoever it is for. Outlives
// its watchers.
class Inotify {
 public:
  explicit Inotify(Loop& loop);
  ~Inotify();
  Inotify(const Inotify&) = delete;
  Inotify& operator=(const Inotify&) = delete;

 private:
  friend class Watcher;
  struct Instance;
  Subscriber& join(std::function<void(const InotifyEvent&)> callback);
  void leave(Subscriber& subscriber);
  void give_back();

  Loop& loop_;
  Instance* instance_ = nullptr;
  Idle giving_back_;
};

// Somebody who wants hints of some directories; whoever else watches them too makes no difference. Destroying it ends
// all of its watches, also inside a callback, its own or another one's. Owned by whoever looks at these directories.
class Watcher {
 public:
  // **Throws** std::system_error when this is the first and no instance can be made (EMFILE: max_user_instances).
  Watcher(Inotify& inotify, std::function<void(const InotifyEvent&)> callback);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // The watch descriptor, or 0 and `error` set (ENOSPC: max_user_watches). `directory` may be a /proc/self/fd/N path.
  struct Added {
    int watch = 0;
    std::error_code error;
  };
  // A directory that this one watches already keeps its number and has the new mask, which is of events, IN_ONLYDIR and
  // IN_DONT_FOLLOW. Where somebody else watches it, what happened a moment ago may be told of as well.
  Added add(const std::string& directory, std::uint32_t mask);
  void remove(int watch);  // no event of it is told after this, its IN_IGNORED neither

 private:
  Inotify& inotify_;
  Subscriber& subscriber_;
};

}  // namespace mediumsync::uv
