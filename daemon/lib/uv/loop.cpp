#include "lib/uv/loop.hpp"

#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <utility>

#include "lib/uv/handle.hpp"
#include "lib/uv/timer.hpp"

namespace mediumsync::uv {
namespace {

// Closes without a callback: the block is leaked, so that the owner who comes too late still finds it, closed.
void close_left_open(uv_handle_t* handle, void* count) {
  if (uv_is_closing(handle) != 0) return;
  ++*static_cast<int*>(count);
  std::fprintf(stderr, "mediumsync::uv: a %s outlived its loop\n", uv_handle_type_name(handle->type));
  uv_close(handle, nullptr);
}

}  // namespace

Loop::Loop() {
  check(uv_loop_init(&loop_), "set up the event loop");
}

Loop::~Loop() {
  int left_open = 0;
  uv_walk(&loop_, close_left_open, &left_open);
#ifndef NDEBUG
  if (left_open != 0) std::abort();
#endif
  // Freeing one block may close another handle, so until nothing is left.
  while (uv_run(&loop_, UV_RUN_DEFAULT) != 0) continue;
  [[maybe_unused]] const int closed = uv_loop_close(&loop_);
  assert(closed == 0);
}

void Loop::run() {
  turn(UV_RUN_DEFAULT);
}

void Loop::run_once() {
  turn(UV_RUN_ONCE);
}

void Loop::stop() {
  uv_stop(&loop_);
}

bool Loop::is_wanted() const {
  pollfd events{uv_backend_fd(&loop_), POLLIN, 0};
  return ::poll(&events, 1, 0) > 0;
}

void Loop::turn(uv_run_mode mode) {
  assert(!running_ && "a callback must not run the loop");
  running_ = true;
  once_ = mode == UV_RUN_ONCE;
  uv_run(&loop_, mode);
  running_ = false;
  if (parked_) std::rethrow_exception(std::exchange(parked_, nullptr));
}

void Loop::park(std::exception_ptr error) noexcept {
  if (!parked_) parked_ = std::move(error);
  uv_stop(&loop_);
}

bool run_until(Loop& loop, const std::function<bool()>& predicate, std::chrono::milliseconds deadline) {
  bool expired = false;
  Timer guard(loop, [&expired] { expired = true; });
  guard.start(deadline);
  while (!predicate()) {
    if (expired) return false;
    loop.run_once();
  }
  return true;
}

}  // namespace mediumsync::uv
