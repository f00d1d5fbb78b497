#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "lib/uv/descriptor.hpp"
#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// Who is at the other end of a Unix socket (SO_PEERCRED).
struct Peer {
  pid_t pid = 0;
  uid_t uid = 0;
  gid_t gid = 0;
};

// One accepted Unix stream connection. Owned by the server's user; destroying it closes, also inside its own callbacks.
// A peer that has gone never raises SIGPIPE.
class PipeConnection {
 public:
  struct Callbacks {
    std::function<void(std::string_view bytes)> on_read;
    // The peer has gone, or reading or writing failed; called once at the most, and after it nothing else. A peer that
    // only stopped sending is first given what is still unwritten.
    std::function<void()> on_close;
    std::function<void()> on_drained;  // everything written has left for the kernel
  };

  ~PipeConnection();
  PipeConnection(const PipeConnection&) = delete;
  PipeConnection& operator=(const PipeConnection&) = delete;

  void set_callbacks(Callbacks callbacks);  // once; reading begins here
  // Hands the kernel what it takes at once and the rest as the peer takes it; calls nobody back before it returns.
  // What is written after the peer has gone is dropped.
  void write(std::string bytes);
  // The peer is given the open file with the first of these bytes (SCM_RIGHTS), whatever its own rights are.
  void write(std::string bytes, Descriptor file);
  std::size_t unwritten() const;  // bytes that wait here for the peer to make room
  void pause_reading();           // a peer that goes meanwhile is not noticed until reading or writing finds out
  void resume_reading();
  std::optional<Peer> peer() const;

 private:
  friend class PipeServer;
  struct Handle;
  // Takes a connected, non-blocking descriptor over.
  PipeConnection(Loop& loop, int descriptor);
  Handle* handle_;
};

// Listens on a Unix stream socket and hands out connections, which may outlive it. Owned by whoever serves. When the
// process is out of descriptors, clients wait in the kernel's queue.
class PipeServer {
 public:
  using OnConnection = std::function<void(std::unique_ptr<PipeConnection>)>;

  // Binds `path` with `mode`, replacing a dead socket left there (a live one is an error), and removes it when
  // destroyed.
  // **Throws** std::system_error naming the path.
  PipeServer(Loop& loop, const std::string& path, mode_t mode, OnConnection on_connection);
  // Takes over a socket that systemd is already listening on; never unlinked. **Throws** std::system_error when it
  // isn't one.
  PipeServer(Loop& loop, int listening_descriptor, OnConnection on_connection);
  ~PipeServer();
  PipeServer(const PipeServer&) = delete;
  PipeServer& operator=(const PipeServer&) = delete;

 private:
  struct Handle;
  Handle* handle_;
};

}  // namespace mediumsync::uv
