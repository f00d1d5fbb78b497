#include "lib/uv/poll.hpp"

#include <memory>
#include <string>
#include <utility>

#include "lib/uv/handle.hpp"

namespace mediumsync::uv {

struct Poll::Handle : Block<uv_poll_t> {
  Handle(Loop& owner, std::function<void(Ready)> function) : Block(owner), callback(std::move(function)) {}

  static void on_ready(uv_poll_t* native, int status, int events) {
    auto& handle = block_of<Handle>(native);
    if (status < 0) {  // libuv has stopped the handle
      events = static_cast<int>(handle.interest);
      uv_poll_start(native, events, on_ready);
    }
    handle.loop.guard([&] { handle.callback(static_cast<Ready>(events)); });
  }

  std::function<void(Ready)> callback;
  Ready interest = Ready::none;
};

Poll::Poll(Loop& loop, int descriptor, std::function<void(Ready)> callback) {
  auto handle = std::make_unique<Handle>(loop, std::move(callback));
  check(uv_poll_init(loop.native(), &handle->native, descriptor), "watch descriptor " + std::to_string(descriptor));
  handle_ = handle.release();
}

Poll::~Poll() {
  close_handle(handle_);
}

void Poll::watch(Ready interest) {
  handle_->interest = interest;
  check(uv_poll_start(&handle_->native, static_cast<int>(interest), Handle::on_ready), "watch a descriptor");
}

void Poll::stop() {
  uv_poll_stop(&handle_->native);
}

}  // namespace mediumsync::uv
