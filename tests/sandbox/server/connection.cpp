#include "sandbox/server/connection.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace mediumsync::sandbox {
namespace {

struct End {
  std::string address;
  int port;
};

using NameOf = int (*)(int, sockaddr*, socklen_t*);

std::optional<End> end_of(int fd, NameOf name_of) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
  auto* const address = reinterpret_cast<sockaddr*>(&storage);
  if (name_of(fd, address, &length) != 0) return std::nullopt;
  if (storage.ss_family != AF_INET && storage.ss_family != AF_INET6) return std::nullopt;
  if (getnameinfo(address, length, host.data(), host.size(), service.data(), service.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return std::nullopt;
  }
  return End{host.data(), std::stoi(service.data())};
}

std::uint64_t inode_of(int fd) {
  struct stat status {};
  return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

// Puts /dev/null where the socket was, which closes the socket and keeps the number taken.
void replace_by_nothing(int fd) {
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0) throw std::system_error(errno, std::generic_category(), "open /dev/null");
  dup2(nothing, fd);
  close(nothing);
}

}  // namespace

std::optional<Connection> find_connection(const std::string& remote_address, int remote_port, int local_port) {
  for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
    const std::string name = entry.path().filename();
    int fd = -1;
    std::from_chars(name.data(), name.data() + name.size(), fd);
    const auto remote = end_of(fd, getpeername);
    if (!remote || remote->port != remote_port || remote->address != remote_address) continue;
    const auto local = end_of(fd, getsockname);
    if (local && local->port == local_port) return Connection{fd, inode_of(fd)};
  }
  return std::nullopt;
}

void reset(const Connection& connection) {
  const linger at_once{1, 0};
  setsockopt(connection.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  replace_by_nothing(connection.fd);
}

void close_silently(const Connection& connection) {
  shutdown(connection.fd, SHUT_WR);
  replace_by_nothing(connection.fd);
}

}  // namespace mediumsync::sandbox
