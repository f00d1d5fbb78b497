// Who watches what through an inotify instance that several share. Knows nothing of the kernel but its numbers: it
// gives one for each directory, whoever asks, and may give the number of a dropped watch to another directory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <sys/inotify.h>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lib/uv/inotify.hpp"

namespace mediumsync::uv {

// Somebody who is told of events. Owned by the table, for a while longer than whoever is told: a callback may be
// running when its owner goes.
struct Subscriber {
  std::function<void(const InotifyEvent&)> callback;
  bool gone = false;
};

// The watches of an instance, some fifty bytes for each. Owned by the instance.
class WatchTable {
 public:
  Subscriber& join(std::function<void(const InotifyEvent&)> callback);
  // It is told nothing more. Its watches go with sweep().
  void leave(Subscriber& subscriber);
  bool is_empty() const { return present_ == 0; }

  // The kernel gave this number. A watch that the subscriber has already has another mask now.
  void add(Subscriber& subscriber, int watch, std::uint32_t mask);
  // Whether it was the last one who had it; then the number is to be given back.
  enum class Left { others, nobody };
  Left remove(Subscriber& subscriber, int watch);

  // An event was read; next() gives those whom it is for, one after the other, as far as they still want it then.
  void begin(const inotify_event& event);
  Subscriber* next();
  // Everything that was in the kernel's queue has been read.
  void drained() { ending_.clear(); }

  // Goes through some buckets and takes out the watches of those who have left: the numbers that are to be given back.
  // std::nullopt: there is nothing of them left.
  std::optional<std::vector<int>> sweep(std::size_t buckets);
  // Frees those who have left once sweep() is through; not while a callback is running.
  void forget_gone();

 private:
  struct Subscription {
    Subscriber* subscriber;
    std::uint32_t mask;
  };
  using Watches = std::unordered_multimap<int, Subscription>;
  Watches::iterator find(const Subscriber& subscriber, int watch);
  std::vector<int> take_gone(std::size_t bucket);

  std::list<Subscriber> subscribers_;
  std::size_t present_ = 0;  // of them
  Watches watches_;
  // Given back, until the kernel's IN_IGNORED is read: what comes before that is of the old watch, even if the number
  // has been given out again. That one may get lost with an overflow.
  std::unordered_multiset<int> ending_;
  std::vector<Subscriber*> recipients_;  // of the event that is being told
  std::size_t told_ = 0;                 // so many of them
  int watch_ = 0;                        // its number
  struct Sweep {
    std::size_t buckets = 0;  // so many, as long as the table does not grow
    std::size_t bucket = 0;   // the next
  };
  std::optional<Sweep> sweep_;
};

}  // namespace mediumsync::uv
