// libuv made civil. Every handle lives in a heap block of its own that libuv's close callback frees, so the owner
// (a value of the classes in this room) may be destroyed at any time, also inside its own callback; what the callback
// holds goes with the block, at the end of the loop's turn. No exception crosses a C frame: it is parked in the loop
// and rethrown by run().
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <uv.h>

namespace mediumsync::uv {

// The one event loop of a process. Owned by whoever owns everything that runs on it, and outlives all of it.
class Loop {
 public:
  Loop();  // **Throws** std::system_error when the kernel refuses (EMFILE).
  // Waits for what is closing. Names handles still open on stderr and aborts in debug builds: an owner outlived its
  // loop.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Runs until stop() or until nothing is left to wait for. Never from inside a callback. **Throws** what a callback
  // threw first; the loop is whole after that and can be run again.
  void run();
  // Waits for at least one event and handles what is there. **Throws** like run().
  void run_once();
  void stop();
  // Whether an event waits to be handled: for a callback that has more to do and goes on while nobody else wants the
  // loop. Timers of libuv are not among them, those of the wall clock are.
  bool is_wanted() const;

  // For the rooms in lib/ alone.
  uv_loop_t* native() { return &loop_; }
  // Calls `callback` from a C frame: parks its exception, if it is the first, and stops the loop. For the rooms in lib/
  // alone.
  template <typename Callback>
  void guard(Callback&& callback) noexcept {
    // Inside run_once() this was the event: libuv runs due timers first and would still go on to wait for descriptors.
    if (once_) uv_stop(&loop_);
    try {
      callback();
    } catch (...) {
      park(std::current_exception());
    }
  }

 private:
  void turn(uv_run_mode mode);
  void park(std::exception_ptr error) noexcept;

  uv_loop_t loop_{};
  std::exception_ptr parked_;
  bool running_ = false;
  bool once_ = false;
};

// Runs the loop until `predicate` holds; false when `deadline` passed first. For tests and for a bounded shutdown.
bool run_until(Loop& loop, const std::function<bool()>& predicate, std::chrono::milliseconds deadline);

}  // namespace mediumsync::uv
