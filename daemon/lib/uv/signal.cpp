#include "lib/uv/signal.hpp"

#include <csignal>
#include <memory>
#include <string>
#include <utility>

#include "lib/uv/handle.hpp"

namespace mediumsync::uv {
namespace {

struct sigaction disposition(int number) {
  struct sigaction now {};
  ::sigaction(number, nullptr, &now);
  return now;
}

}  // namespace

struct Signal::Handle : Block<uv_signal_t> {
  Handle(Loop& owner, int signal_number, std::function<void()> function)
      : Block(owner), number(signal_number), before(disposition(signal_number)), callback(std::move(function)) {}
  const int number;
  const struct sigaction before;
  std::function<void()> callback;
};

Signal::Signal(Loop& loop, int number, std::function<void()> callback) {
  auto handle = std::make_unique<Handle>(loop, number, std::move(callback));
  const std::string doing = "wait for signal " + std::to_string(number);
  check(uv_signal_init(loop.native(), &handle->native), doing);
  handle_ = handle.release();
  const int started = uv_signal_start(
      &handle_->native,
      [](uv_signal_t* native, int) {
        auto& own = block_of<Handle>(native);
        own.loop.guard(own.callback);
      },
      number);
  if (started < 0) close_handle(handle_);
  check(started, doing);
}

Signal::~Signal() {
  const auto ours = disposition(handle_->number).sa_handler;
  close_handle(handle_);
  // libuv resets to the default when its last watcher of a number goes. An inner Signal found libuv's own handler
  // there.
  const bool last = disposition(handle_->number).sa_handler != ours;
  if (last && handle_->before.sa_handler != ours) ::sigaction(handle_->number, &handle_->before, nullptr);
}

}  // namespace mediumsync::uv
