#include "lib/uv/inotify.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <sys/inotify.h>
#include <unordered_set>
#include <utility>

#include "lib/uv/descriptor.hpp"
#include "lib/uv/handle.hpp"

namespace mediumsync::uv {
namespace {

constexpr std::size_t kBuffer = 64 * 1024;
// After so many buffers the rest of the loop has its turn; what is left shows again in the next one.
constexpr int kBuffersPerTurn = 16;

}  // namespace

struct Inotify::Handle : Block<uv_poll_t> {
  Handle(Loop& owner, std::function<void(const InotifyEvent&)> function)
      : Block(owner),
        descriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC), "make an inotify instance"),
        callback(std::move(function)) {}

  void on_readable() {
    alignas(inotify_event) std::array<char, kBuffer> buffer;
    for (int buffers = 0; buffers < kBuffersPerTurn; ++buffers) {
      const ssize_t count = ::read(descriptor.number(), buffer.data(), buffer.size());
      if (count < 0) {
        if (errno == EAGAIN || errno == EINTR) return;
        throw std::system_error(errno, std::generic_category(), "read inotify events");
      }
      const char* const end = buffer.data() + count;
      for (const char* at = buffer.data(); at < end;) {
        inotify_event head{};
        std::memcpy(&head, at, sizeof head);
        const char* const name = at + sizeof head;
        at = name + head.len;
        if (!is_wanted(head)) continue;
        const InotifyEvent event{.watch = head.wd, .mask = head.mask, .name = {name, ::strnlen(name, head.len)}};
        // One at a time: what a callback throws must not cost the events after it.
        loop.guard([&] { callback(event); });
        if (is_closed()) return;
      }
    }
  }

  bool is_wanted(const inotify_event& event) {
    // A lost event may be the IN_IGNORED that a removed watch waits for.
    if ((event.mask & IN_Q_OVERFLOW) != 0) removed.clear();
    if (!removed.contains(event.wd)) return true;
    if ((event.mask & IN_IGNORED) != 0) removed.erase(event.wd);
    return false;
  }

  Descriptor descriptor;
  std::function<void(const InotifyEvent&)> callback;
  std::unordered_set<int>
      removed;  // until the kernel's IN_IGNORED is read, behind which the number may be given out again
};

Inotify::Inotify(Loop& loop, std::function<void(const InotifyEvent&)> callback) {
  auto handle = std::make_unique<Handle>(loop, std::move(callback));
  check(uv_poll_init(loop.native(), &handle->native, handle->descriptor.number()), "watch an inotify instance");
  handle_ = handle.release();
  uv_poll_start(&handle_->native, UV_READABLE, [](uv_poll_t* native, int, int) {
    auto& own = block_of<Handle>(native);
    own.loop.guard([&own] { own.on_readable(); });
  });
}

Inotify::~Inotify() {
  close_handle(handle_);
  handle_->descriptor.close();
}

Inotify::Added Inotify::add(const std::string& directory, std::uint32_t mask) {
  const int watch = ::inotify_add_watch(handle_->descriptor.number(), directory.c_str(), mask);
  if (watch < 0) return {.error = {errno, std::generic_category()}};
  handle_->removed.erase(watch);
  return {.watch = watch};
}

void Inotify::remove(int watch) {
  // Fails when the kernel has dropped the watch by itself, with its directory.
  if (::inotify_rm_watch(handle_->descriptor.number(), watch) == 0) handle_->removed.insert(watch);
}

}  // namespace mediumsync::uv
