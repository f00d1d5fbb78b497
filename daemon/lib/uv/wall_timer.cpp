#include "lib/uv/wall_timer.hpp"

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <limits>
#include <memory>
#include <sys/timerfd.h>
#include <system_error>
#include <utility>

#include "lib/uv/descriptor.hpp"
#include "lib/uv/handle.hpp"

namespace mediumsync::uv {
namespace {

// A timerfd tells of clock steps only while it is armed.
constexpr timespec kNever{.tv_sec = std::numeric_limits<time_t>::max(), .tv_nsec = 0};
// Zero would disarm.
constexpr timespec kAtOnce{.tv_sec = 0, .tv_nsec = 1};

timespec to_timespec(std::chrono::sys_time<std::chrono::milliseconds> time) {
  const auto since_epoch = time.time_since_epoch();
  if (since_epoch <= std::chrono::milliseconds::zero()) return kAtOnce;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  return {.tv_sec = seconds.count(), .tv_nsec = std::chrono::nanoseconds(since_epoch - seconds).count()};
}

}  // namespace

struct WallTimer::Handle : Block<uv_poll_t> {
  Handle(Loop& owner, std::function<void(WallEvent)> function)
      : Block(owner),
        descriptor(opened(::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC), "make a wall clock timer")),
        callback(std::move(function)) {}

  void arm(const timespec& due) {
    if (step_untold) return;  // it is about to be told, and nothing is armed after that
    if (set(due)) return;
    // The kernel tells of a step once, to the first who asks. That was us just now.
    step_untold = true;
    set(kAtOnce);
  }

  // False when the clock was set since the last look; the timer is armed all the same.
  bool set(const timespec& due) {
    const itimerspec spec{.it_interval = {}, .it_value = due};
    if (::timerfd_settime(descriptor.get(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &spec, nullptr) == 0)
      return true;
    if (errno == ECANCELED) return false;
    throw std::system_error(errno, std::generic_category(), "arm the wall clock timer");
  }

  void on_readable() {
    std::uint64_t expirations = 0;
    WallEvent event = WallEvent::due;
    if (::read(descriptor.get(), &expirations, sizeof expirations) < 0) {
      if (errno == EAGAIN || errno == EINTR) return;  // armed again after it fired
      if (errno != ECANCELED) throw std::system_error(errno, std::generic_category(), "read the wall clock timer");
      event = WallEvent::stepped;
    }
    if (std::exchange(step_untold, false)) event = WallEvent::stepped;
    arm(kNever);
    callback(event);
  }

  Descriptor descriptor;
  std::function<void(WallEvent)> callback;
  bool step_untold = false;
};

WallTimer::WallTimer(Loop& loop, std::function<void(WallEvent)> callback) {
  auto handle = std::make_unique<Handle>(loop, std::move(callback));
  handle->arm(kNever);
  check(uv_poll_init(loop.native(), &handle->native, handle->descriptor.get()), "watch a wall clock timer");
  handle_ = handle.release();
  uv_poll_start(&handle_->native, UV_READABLE, [](uv_poll_t* native, int, int) {
    auto& own = block_of<Handle>(native);
    own.loop.guard([&own] { own.on_readable(); });
  });
}

WallTimer::~WallTimer() {
  close_handle(handle_);
  handle_->descriptor.close();
}

void WallTimer::arm(std::chrono::sys_time<std::chrono::milliseconds> due) {
  handle_->arm(to_timespec(due));
}

void WallTimer::disarm() {
  handle_->arm(kNever);
}

}  // namespace mediumsync::uv
