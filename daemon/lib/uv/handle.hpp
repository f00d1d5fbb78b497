#pragma once

#include <string>
#include <system_error>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// A libuv handle beside what its callback needs, in one heap block. Made by the class that owns the handle; given up
// with close_handle(), after which libuv's close callback frees it at the end of the loop's turn. A callback that is
// running may therefore destroy its owner and go on, as long as it asks is_closed() before it uses the handle again.
template <typename Native>
struct Block {
  explicit Block(Loop& owner) : loop(owner) { native.data = this; }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  uv_handle_t* base() { return reinterpret_cast<uv_handle_t*>(&native); }
  bool is_closed() { return uv_is_closing(base()) != 0; }

  Native native{};
  Loop& loop;
};

// The block that a libuv callback's handle stands in.
template <typename Handle, typename Native>
Handle& block_of(Native* native) {
  return *static_cast<Handle*>(static_cast<Block<Native>*>(native->data));
}

template <typename Handle>
void free_block(Block<decltype(Handle::native)>* block) {
  delete static_cast<Handle*>(block);
}

// Ends a handle. One that ~Loop has closed already is left alone: its block was leaked there on purpose.
template <typename Handle>
void close_handle(Handle* handle) {
  if (handle->is_closed()) return;
  uv_close(handle->base(), [](uv_handle_t* native) {
    free_block<Handle>(static_cast<Block<decltype(Handle::native)>*>(native->data));
  });
}

// libuv's status as an exception. **Throws** std::system_error when `status` is an error, saying what we were doing.
inline void check(int status, const std::string& doing) {
  if (status < 0) throw std::system_error(-status, std::generic_category(), doing);
}

}  // namespace mediumsync::uv
