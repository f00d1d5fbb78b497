#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <deque>
#include <optional>
#include <string_view>
#include <sys/socket.h>
#include <utility>

#include "lib/uv/descriptor.hpp"
#include "lib/uv/handle.hpp"
#include "lib/uv/pipe_server.hpp"

namespace mediumsync::uv {
namespace {

// A turn of the loop reads and writes so much at the most for one connection, then the others have theirs.
constexpr std::size_t kReadPerTurn = 64 * 1024;
constexpr std::size_t kWritePerTurn = 1024 * 1024;

// What waits to be written, and the file that goes with its first byte.
struct Piece {
  std::string bytes;
  std::optional<Descriptor> file;
};

ssize_t send_with(int socket, std::string_view bytes, const Descriptor& file) {
  iovec part{.iov_base = const_cast<char*>(bytes.data()), .iov_len = bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> room{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = room.data();
  message.msg_controllen = room.size();
  auto* header = reinterpret_cast<cmsghdr*>(room.data());
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  const int number = file.get();
  std::memcpy(CMSG_DATA(header), &number, sizeof number);
  return ::sendmsg(socket, &message, MSG_NOSIGNAL);
}

bool is_for_later(int error) {
  return error == EAGAIN || error == EINTR;
}

}  // namespace

struct PipeConnection::Handle : Block<uv_poll_t> {
  Handle(Loop& owner, int accepted) : Block(owner), descriptor(opened(accepted, "take a connection")) {}

  void on_ready(int status, int events) {
    // libuv stops at an error of the socket; recv and send tell what it was.
    const bool error = status < 0;
    if (error) watched = 0;
    if (error || (events & UV_WRITABLE) != 0) flush();
    if ((error || (events & UV_READABLE) != 0) && reads()) receive();
    if (!is_closed() && unwritten == 0 && std::exchange(drain_untold, false)) call(callbacks.on_drained);
    if (!is_closed() && ended() && !std::exchange(end_told, true)) call(callbacks.on_close);
    if (!is_closed()) watch();
  }

  template <typename... Arguments>
  void call(const std::function<void(Arguments...)>& callback, Arguments... arguments) {
    if (callback) loop.guard([&] { callback(arguments...); });
  }

  void receive() {
    std::array<char, kReadPerTurn> buffer;
    const ssize_t count = ::recv(descriptor.get(), buffer.data(), buffer.size(), 0);
    if (count > 0) {
      call(callbacks.on_read, std::string_view(buffer.data(), static_cast<std::size_t>(count)));
    } else if (count == 0) {
      peer_is_silent = true;
    } else if (!is_for_later(errno)) {
      fail();
    }
  }

  void write(Piece piece) {
    if (failed || piece.bytes.empty()) return;
    unwritten += piece.bytes.size();
    waiting.push_back(std::move(piece));
    drain_untold = true;
    if (waiting.size() == 1) flush();
    watch();
  }

  void flush() {
    for (std::size_t budget = kWritePerTurn; !failed && !waiting.empty() && budget > 0;) {
      Piece& front = waiting.front();
      const std::string_view rest = std::string_view(front.bytes).substr(front_sent, budget);
      const ssize_t count = front.file ? send_with(descriptor.get(), rest, *front.file)
                                       : ::send(descriptor.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
      if (count < 0) {
        if (!is_for_later(errno)) fail();
        return;
      }
      front.file.reset();
      const auto sent = static_cast<std::size_t>(count);
      budget -= sent;
      unwritten -= sent;
      front_sent += sent;
      if (front_sent == front.bytes.size()) {
        waiting.pop_front();
        front_sent = 0;
      }
    }
  }

  void fail() {
    failed = true;
    waiting.clear();
    front_sent = unwritten = 0;
    drain_untold = false;
  }

  // A peer that has stopped sending may still be reading.
  bool ended() const { return failed || (peer_is_silent && unwritten == 0); }
  bool reads() const { return reading && !failed && !peer_is_silent; }

  // What there is to tell is told from the loop, which a socket that can be written to (or has failed) wakes at once.
  void watch() {
    const bool writes = unwritten > 0 || drain_untold || (ended() && !end_told);
    const int wanted = (reads() ? UV_READABLE : 0) | (writes ? UV_WRITABLE : 0);
    if (wanted == std::exchange(watched, wanted)) return;
    check(uv_poll_start(&native, wanted,
                        [](uv_poll_t* polled, int status, int events) {
                          auto& own = block_of<Handle>(polled);
                          own.loop.guard([&] { own.on_ready(status, events); });
                        }),
          "watch a connection");
  }

  Descriptor descriptor;
  Callbacks callbacks;
  std::deque<Piece> waiting;
  std::size_t front_sent = 0;  // bytes of the first one waiting
  std::size_t unwritten = 0;   // bytes of all
  int watched = 0;
  bool reading = false;
  bool started = false;
  bool peer_is_silent = false;
  bool failed = false;
  bool drain_untold = false;
  bool end_told = false;
};

PipeConnection::PipeConnection(Loop& loop, int descriptor) {
  auto handle = std::make_unique<Handle>(loop, descriptor);
  check(uv_poll_init(loop.native(), &handle->native, descriptor), "watch a connection");
  handle_ = handle.release();
}

PipeConnection::~PipeConnection() {
  close_handle(handle_);
  handle_->descriptor.close();
}

void PipeConnection::set_callbacks(Callbacks callbacks) {
  assert(!handle_->started && "the callbacks may be running");
  handle_->started = true;
  handle_->callbacks = std::move(callbacks);
  resume_reading();
}

void PipeConnection::write(std::string bytes) {
  handle_->write({std::move(bytes), std::nullopt});
}

void PipeConnection::write(std::string bytes, Descriptor file) {
  handle_->write({std::move(bytes), std::move(file)});
}

std::size_t PipeConnection::unwritten() const {
  return handle_->unwritten;
}

void PipeConnection::pause_reading() {
  handle_->reading = false;
  handle_->watch();
}

void PipeConnection::resume_reading() {
  handle_->reading = true;
  handle_->watch();
}

std::optional<Peer> PipeConnection::peer() const {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(handle_->descriptor.get(), SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return std::nullopt;
  return Peer{.pid = credentials.pid, .uid = credentials.uid, .gid = credentials.gid};
}

}  // namespace mediumsync::uv
