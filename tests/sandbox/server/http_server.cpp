#include "sandbox/server/http_server.hpp"

#include <stdexcept>
#include <sys/socket.h>

namespace mediumsync::sandbox {

void prepare(httplib::Server& server, std::size_t threads) {
  server.new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000);
  server.set_keep_alive_timeout(30);
  server.set_read_timeout(60);
  server.set_write_timeout(30);
  // Without the library's SO_REUSEPORT, which would let two sandboxes share a port unnoticed.
  server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
}

int bind(httplib::Server& server, const std::string& address, std::optional<int> port) {
  if (!port) {
    const int bound = server.bind_to_any_port(address);
    if (bound > 0) return bound;
    throw std::runtime_error("listen on " + address + ": no port can be had");
  }
  if (server.bind_to_port(address, *port)) return *port;
  throw std::runtime_error("listen on " + address + ":" + std::to_string(*port) + ": the port can't be had");
}

}  // namespace mediumsync::sandbox
