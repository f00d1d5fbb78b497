#include "lib/uv/inotify.hpp"

#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <memory>
#include <sys/inotify.h>
#include <utility>

#include "lib/uv/descriptor.hpp"
#include "lib/uv/handle.hpp"
#include "lib/uv/watch_table.hpp"

namespace mediumsync::uv {
namespace {

constexpr std::size_t kBuffer = 64 * 1024;
// After so many buffers the rest of the loop has its turn; what is left shows again in the next one.
constexpr int kBuffersPerTurn = 16;
// Of those who have left; between two turns, so that their IN_IGNORED do not fill the queue that all share.
constexpr std::size_t kBucketsPerTurn = 512;

}  // namespace

struct Inotify::Instance : Block<uv_poll_t> {
  explicit Instance(Loop& owner)
      : Block(owner), descriptor(opened(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC), "make an inotify instance")) {}

  void on_readable() {
    alignas(inotify_event) std::array<char, kBuffer> buffer;
    for (int buffers = 0; buffers < kBuffersPerTurn; ++buffers) {
      const ssize_t count = ::read(descriptor.get(), buffer.data(), buffer.size());
      if (count < 0) {
        if (errno == EAGAIN) return table.drained();
        if (errno == EINTR) return;
        throw std::system_error(errno, std::generic_category(), "read inotify events");
      }
      const char* const end = buffer.data() + count;
      for (const char* at = buffer.data(); at < end;) {
        inotify_event head{};
        std::memcpy(&head, at, sizeof head);
        const char* const name = at + sizeof head;
        at = name + head.len;
        tell(head, {name, ::strnlen(name, head.len)});
        if (is_closed()) return;
      }
    }
  }

  void tell(const inotify_event& head, std::string name) {
    const InotifyEvent event{.watch = head.wd, .mask = head.mask, .name = std::move(name)};
    table.begin(head);
    // One at a time: what a callback throws must not cost the others this event, nor anybody those after it.
    while (Subscriber* const subscriber = table.next()) loop.guard([&] { subscriber->callback(event); });
  }

  bool sweep() {
    const auto numbers = table.sweep(kBucketsPerTurn);
    if (!numbers) return false;
    for (const int number : *numbers) drop(number);
    return true;
  }

  // Fails when the kernel has dropped the watch by itself, with its directory.
  void drop(int watch) { ::inotify_rm_watch(descriptor.get(), watch); }

  Descriptor descriptor;
  WatchTable table;
};

Inotify::Inotify(Loop& loop) : loop_(loop), giving_back_(loop, [this] { give_back(); }) {}

Inotify::~Inotify() {
  assert(instance_ == nullptr && "a watcher outlived its instance");
}

Subscriber& Inotify::join(std::function<void(const InotifyEvent&)> callback) {
  if (instance_ == nullptr) {
    auto instance = std::make_unique<Instance>(loop_);
    check(uv_poll_init(loop_.native(), &instance->native, instance->descriptor.get()), "watch an inotify instance");
    instance_ = instance.release();
    uv_poll_start(&instance_->native, UV_READABLE, [](uv_poll_t* native, int, int) {
      auto& own = block_of<Instance>(native);
      own.loop.guard([&own] { own.on_readable(); });
    });
  }
  return instance_->table.join(std::move(callback));
}

void Inotify::leave(Subscriber& subscriber) {
  instance_->table.leave(subscriber);
  if (!instance_->table.is_empty()) return giving_back_.start();
  giving_back_.stop();
  close_handle(instance_);
  std::exchange(instance_, nullptr)->descriptor.close();
}

void Inotify::give_back() {
  if (instance_->sweep()) {
    giving_back_.start();
  } else {
    instance_->table.forget_gone();
  }
}

Watcher::Watcher(Inotify& inotify, std::function<void(const InotifyEvent&)> callback)
    : inotify_(inotify), subscriber_(inotify.join(std::move(callback))) {}

Watcher::~Watcher() {
  inotify_.leave(subscriber_);
}

Watcher::Added Watcher::add(const std::string& directory, std::uint32_t mask) {
  Inotify::Instance& instance = *inotify_.instance_;
  int watch = 0;
  do {
    // Added to the mask of whoever watches it too: a mask alone would take its place.
    watch = ::inotify_add_watch(instance.descriptor.get(), directory.c_str(), mask | IN_MASK_ADD);
    // Those who have left may have watches still that are all that is in the way.
  } while (watch < 0 && errno == ENOSPC && instance.sweep());
  if (watch < 0) return {.error = {errno, std::generic_category()}};
  instance.table.add(subscriber_, watch, mask);
  return {.watch = watch};
}

void Watcher::remove(int watch) {
  Inotify::Instance& instance = *inotify_.instance_;
  if (instance.table.remove(subscriber_, watch) == WatchTable::Left::nobody) instance.drop(watch);
}

}  // namespace mediumsync::uv
