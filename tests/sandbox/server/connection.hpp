#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace mediumsync::sandbox {

// The socket below a request, found by its two ends: the HTTP library shows neither its descriptor nor a way to cut it.
// Valid while the request's handler runs, whose thread alone closes it.
struct Connection {
  int fd;
  std::uint64_t id;  // the socket's inode: no two connections of this process share one
};

std::optional<Connection> find_connection(const std::string& remote_address, int remote_port, int local_port);

// Ends the connection with a RST or a FIN and no further byte. What the library writes afterwards goes nowhere.
void reset(const Connection& connection);
void close_silently(const Connection& connection);

}  // namespace mediumsync::sandbox
