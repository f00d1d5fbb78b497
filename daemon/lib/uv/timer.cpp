#include "lib/uv/timer.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "lib/uv/handle.hpp"

namespace mediumsync::uv {

struct Timer::Handle : Block<uv_timer_t> {
  Handle(Loop& owner, std::function<void()> function) : Block(owner), callback(std::move(function)) {}
  std::function<void()> callback;
};

Timer::Timer(Loop& loop, std::function<void()> callback) : handle_(new Handle(loop, std::move(callback))) {
  uv_timer_init(loop.native(), &handle_->native);
}

Timer::~Timer() {
  close_handle(handle_);
}

void Timer::start(std::chrono::milliseconds delay) {
  // The loop's time was taken when its turn began, which may be long ago, and is cut to whole milliseconds: one more,
  // so that the timer is never early, and so that one which starts itself again at once does not keep the loop from its
  // descriptors.
  uv_update_time(handle_->loop.native());
  const auto wait = static_cast<std::uint64_t>(std::max<std::chrono::milliseconds::rep>(delay.count(), 0)) + 1;
  uv_timer_start(
      &handle_->native,
      [](uv_timer_t* native) {
        auto& handle = block_of<Handle>(native);
        handle.loop.guard(handle.callback);
      },
      wait, 0);
}

void Timer::stop() {
  uv_timer_stop(&handle_->native);
}

bool Timer::active() const {
  return uv_is_active(handle_->base()) != 0;
}

}  // namespace mediumsync::uv
