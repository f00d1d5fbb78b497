#include "lib/uv/signal.hpp"

#include <array>
#include <csignal>
#include <cstddef>
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

// What each signal did before the first Signal for it came. Dispositions belong to the process, so this does too.
struct sigaction& earlier(int number) {
  static std::array<struct sigaction, NSIG> dispositions;
  return dispositions.at(static_cast<std::size_t>(number));
}

}  // namespace

struct Signal::Handle : Block<uv_signal_t> {
  Handle(Loop& owner, int signal_number, std::function<void()> function)
      : Block(owner), number(signal_number), callback(std::move(function)) {}
  const int number;
  std::function<void()> callback;
};

Signal::Signal(Loop& loop, int number, std::function<void()> callback) {
  auto handle = std::make_unique<Handle>(loop, number, std::move(callback));
  const std::string doing = "wait for signal " + std::to_string(number);
  check(uv_signal_init(loop.native(), &handle->native), doing);
  handle_ = handle.release();
  const auto found = disposition(number);
  const int started = uv_signal_start(
      &handle_->native,
      [](uv_signal_t* native, int) {
        auto& own = block_of<Handle>(native);
        own.loop.guard(own.callback);
      },
      number);
  if (started < 0) close_handle(handle_);
  check(started, doing);
  if (found.sa_handler != disposition(number).sa_handler) earlier(number) = found;  // else libuv's own: not the first
}

Signal::~Signal() {
  const auto ours = disposition(handle_->number).sa_handler;
  close_handle(handle_);
  // libuv falls back to the default when its last watcher of a number goes.
  const bool was_last = disposition(handle_->number).sa_handler != ours;
  if (was_last) ::sigaction(handle_->number, &earlier(handle_->number), nullptr);
}

}  // namespace mediumsync::uv
