#include "sandbox/server/http_server.hpp"

#include <cerrno>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>

namespace mediumsync::sandbox {
namespace {

constexpr int backlog = 1024;  // the library's own is 5: a burst of clients would wait for seconds

// Without the library's SO_REUSEPORT, which would let two sandboxes share a port unnoticed.
void allow_quick_restart(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

}  // namespace

void prepare(httplib::Server& server, std::size_t threads) {
  server.new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000);
  server.set_keep_alive_timeout(30);
  server.set_read_timeout(60);
  server.set_write_timeout(30);
}

int bind(httplib::Server& server, const std::string& address, std::optional<int> port) {
  socket_t listening = INVALID_SOCKET;
  server.set_socket_options([&listening](socket_t socket) {
    allow_quick_restart(socket);
    listening = socket;
  });
  const int bound = !port ? server.bind_to_any_port(address) : server.bind_to_port(address, *port) ? *port : -1;
  server.set_socket_options(allow_quick_restart);
  if (bound <= 0) {
    throw std::runtime_error("listen on " + address + (port ? ":" + std::to_string(*port) : "") +
                             ": the port can't be had");
  }
  if (listen(listening, backlog) != 0) throw std::system_error(errno, std::generic_category(), "listen on " + address);
  return bound;
}

}  // namespace mediumsync::sandbox
