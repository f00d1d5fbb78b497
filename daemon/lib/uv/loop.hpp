// libuv made civil. Every handle lives in a heap block of its own that libuv's close callback frees, so the owner
// (a value of the classes in this room) may be destroyed at any time, also inside its own callback. No exception
// crosses a C frame: it is parked in the loop and rethrown by run().
#pragma once

#include <uv.h>

#include <chrono>
#include <exception>
#include <functional>

namespace mediumsync::uv {

// The one event loop of a process. Owned by whoever owns everything that runs on it, and outlives all of it.
class Loop {
 public:
  Loop();   // **Throws** std::system_error when the kernel refuses (EMFILE).
  ~Loop();  // Closes what is left; names handles still open on stderr and aborts in debug builds: an owner outlived its loop.
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Runs until stop() or until nothing is left to wait for. **Throws** what a callback threw first.
  void run();
  // Waits for at least one event and handles what is there. **Throws** like run().
  void run_once();
  void stop();

  // For the rooms in lib/ alone.
  uv_loop_t* native() { return &loop_; }
  // Calls `callback` from a C frame: parks an exception and stops the loop. For the rooms in lib/ alone.
  template <typename Callback>
  void guard(Callback&& callback) noexcept {
    try {
      callback();
    } catch (...) {
      park(std::current_exception());
    }
  }

 private:
  void park(std::exception_ptr error) noexcept;
  void rethrow();

  uv_loop_t loop_{};
  std::exception_ptr parked_;
};

// Runs the loop until `predicate` holds; false when `deadline` passed first. For tests and for a bounded shutdown.
bool run_until(Loop& loop, const std::function<bool()>& predicate, std::chrono::milliseconds deadline);

}  // namespace mediumsync::uv
