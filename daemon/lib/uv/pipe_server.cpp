#include "lib/uv/pipe_server.hpp"

#include <cerrno>
#include <chrono>
#include <optional>
#include <sys/socket.h>
#include <utility>

#include "lib/uv/handle.hpp"
#include "lib/uv/listening_socket.hpp"
#include "lib/uv/timer.hpp"

namespace mediumsync::uv {
namespace {

// After so many the connections already there have their turn; who waits shows again in the next one.
constexpr int kAcceptsPerTurn = 16;
// Until the process may have descriptors again.
constexpr std::chrono::milliseconds kBackOff{100};

bool is_shortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

struct PipeServer::Handle : Block<uv_poll_t> {
  template <typename... Socket>
  Handle(Loop& owner, OnConnection function, Socket&&... arguments)
      : Block(owner),
        socket(std::forward<Socket>(arguments)...),
        callback(std::move(function)),
        back_off(std::in_place, owner, [this] { listen(); }) {}

  // A server's own block, initialised and listening.
  template <typename... Socket>
  static Handle* make(Loop& loop, OnConnection callback, Socket&&... arguments) {
    auto handle = std::make_unique<Handle>(loop, std::move(callback), std::forward<Socket>(arguments)...);
    check(uv_poll_init(loop.native(), &handle->native, handle->socket.number()), "watch a listening socket");
    handle->listen();
    return handle.release();
  }

  void listen() {
    uv_poll_start(&native, UV_READABLE, [](uv_poll_t* polled, int, int) {
      auto& own = block_of<Handle>(polled);
      own.loop.guard([&own] { own.accept(); });
    });
  }

  void accept() {
    for (int accepted = 0; accepted < kAcceptsPerTurn; ++accepted) {
      const int descriptor = ::accept4(socket.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (descriptor < 0) return on_error(errno);
      loop.guard([&] { callback(std::unique_ptr<PipeConnection>(new PipeConnection(loop, descriptor))); });
      if (is_closed()) return;
    }
  }

  void on_error(int error) {
    if (error == EAGAIN || error == EINTR || error == ECONNABORTED) return;
    if (!is_shortage(error)) throw std::system_error(error, std::generic_category(), "accept a connection");
    uv_poll_stop(&native);
    back_off->start(kBackOff);
  }

  ListeningSocket socket;
  OnConnection callback;
  std::optional<Timer> back_off;  // goes with the server, before the block
};

PipeServer::PipeServer(Loop& loop, const std::string& path, mode_t mode, OnConnection on_connection)
    : handle_(Handle::make(loop, std::move(on_connection), path, mode)) {}

PipeServer::PipeServer(Loop& loop, int listening_descriptor, OnConnection on_connection)
    : handle_(Handle::make(loop, std::move(on_connection), listening_descriptor)) {}

PipeServer::~PipeServer() {
  handle_->back_off.reset();
  close_handle(handle_);
  handle_->socket.close();
}

}  // namespace mediumsync::uv
