#include "lib/uv/idle.hpp"

#include <utility>

#include "lib/uv/handle.hpp"

namespace mediumsync::uv {

struct Idle::Handle : Block<uv_idle_t> {
  Handle(Loop& owner, std::function<void()> function) : Block(owner), callback(std::move(function)) {}
  std::function<void()> callback;
};

Idle::Idle(Loop& loop, std::function<void()> callback) : handle_(new Handle(loop, std::move(callback))) {
  uv_idle_init(loop.native(), &handle_->native);
}

Idle::~Idle() {
  close_handle(handle_);
}

void Idle::start() {
  uv_idle_start(&handle_->native, [](uv_idle_t* native) {
    uv_idle_stop(native);
    auto& handle = block_of<Handle>(native);
    handle.loop.guard(handle.callback);
  });
}

void Idle::stop() {
  uv_idle_stop(&handle_->native);
}

}  // namespace mediumsync::uv
