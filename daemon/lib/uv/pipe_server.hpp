#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// Who is at the other end of a Unix socket (SO_PEERCRED).
struct Peer {
  pid_t pid = 0;
  uid_t uid = 0;
  gid_t gid = 0;
};

// One accepted Unix stream connection. Owned by the server's user; destroying it closes, also inside its own callbacks.
class PipeConnection {
 public:
  struct Callbacks {
    std::function<void(std::string_view bytes)> on_read;
    std::function<void()> on_close;    // the peer has gone, or reading failed; called once at the most
    std::function<void()> on_drained;  // everything written has left for the kernel
  };

  ~PipeConnection();
  PipeConnection(const PipeConnection&) = delete;
  PipeConnection& operator=(const PipeConnection&) = delete;

  void set_callbacks(Callbacks callbacks);  // reading begins here
  void write(std::string bytes);
  std::size_t unwritten() const;  // bytes that the peer has not taken yet
  void pause_reading();
  void resume_reading();
  std::optional<Peer> peer() const;

 private:
  friend class PipeServer;
  struct Handle;
  explicit PipeConnection(Handle* handle) : handle_(handle) {}
  Handle* handle_;
};

// Listens on a Unix stream socket and hands out connections. Owned by whoever serves.
class PipeServer {
 public:
  using OnConnection = std::function<void(std::unique_ptr<PipeConnection>)>;

  // Binds `path` with `mode`, replacing a dead socket left there (a live one is an error), and removes it when
  // destroyed.
  // **Throws** std::system_error naming the path.
  PipeServer(Loop& loop, const std::string& path, mode_t mode, OnConnection on_connection);
  // Serves a socket that systemd is already listening on; never unlinked. **Throws** std::system_error.
  PipeServer(Loop& loop, int listening_descriptor, OnConnection on_connection);
  ~PipeServer();
  PipeServer(const PipeServer&) = delete;
  PipeServer& operator=(const PipeServer&) = delete;

 private:
  struct Handle;
  Handle* handle_;
  std::optional<std::string> unlink_path_;
};

}  // namespace mediumsync::uv
