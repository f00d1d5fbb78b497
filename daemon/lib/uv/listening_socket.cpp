#include "lib/uv/listening_socket.hpp"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace mediumsync::uv {
namespace {

constexpr int kBacklog = 128;

[[noreturn]] void fail(int error, const std::string& doing) {
  throw std::system_error(error, std::generic_category(), doing);
}

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty()) fail(EINVAL, "listen on a socket without a path");
  if (path.size() >= sizeof address.sun_path) {
    fail(ENAMETOOLONG, "listen on " + path + ": a socket's path has at most " +
                           std::to_string(sizeof address.sun_path - 1) + " bytes, this one has " +
                           std::to_string(path.size()));
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

const sockaddr* generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

Descriptor unix_socket(const std::string& doing) {
  return opened(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), doing);
}

// Clears the way when the process that bound `path` is dead. **Throws** when it lives, or when no socket is there.
void remove_dead_socket(const std::string& path, const sockaddr_un& address) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return;
    fail(errno, "look at " + path);
  }
  if (!S_ISSOCK(found.st_mode)) fail(EEXIST, "listen on " + path + ": something else than a socket is there");
  const Descriptor probe = unix_socket("look for a server on " + path);
  const int error = ::connect(probe.get(), generic(address), sizeof address) == 0 ? 0 : errno;
  if (error == 0 || error == EAGAIN) fail(EADDRINUSE, "listen on " + path + ": a live server is there");
  if (error == ENOENT) return;
  if (error != ECONNREFUSED) fail(error, "listen on " + path + ": look for a server there");
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail(errno, "remove the dead socket " + path);
}

int option(int descriptor, int name) {
  int value = 0;
  socklen_t size = sizeof value;
  if (::getsockopt(descriptor, SOL_SOCKET, name, &value, &size) != 0) fail(errno, "take over a listening socket");
  return value;
}

}  // namespace

ListeningSocket::ListeningSocket(const std::string& path, mode_t mode) : descriptor_(unix_socket("listen on " + path)) {
  const sockaddr_un address = address_of(path);
  if (::bind(number(), generic(address), sizeof address) != 0) {
    if (errno != EADDRINUSE) fail(errno, "listen on " + path);
    remove_dead_socket(path, address);
    if (::bind(number(), generic(address), sizeof address) != 0) fail(errno, "listen on " + path);
  }
  // Until it listens the kernel refuses everybody, so nobody comes in before the mode is right.
  struct stat made {};
  const bool listens =
      ::lstat(path.c_str(), &made) == 0 && ::chmod(path.c_str(), mode) == 0 && ::listen(number(), kBacklog) == 0;
  if (!listens) {
    const int error = errno;
    ::unlink(path.c_str());
    fail(error, "listen on " + path);
  }
  name_ = Name{.path = path, .device = made.st_dev, .inode = made.st_ino};
}

ListeningSocket::ListeningSocket(int descriptor) : descriptor_(opened(descriptor, "take over a listening socket")) {
  const bool fits = option(number(), SO_DOMAIN) == AF_UNIX && option(number(), SO_TYPE) == SOCK_STREAM &&
                    option(number(), SO_ACCEPTCONN) != 0;
  if (!fits) fail(EINVAL, "take over descriptor " + std::to_string(descriptor) + ": no listening Unix stream socket");
}

ListeningSocket::~ListeningSocket() {
  close();
}

void ListeningSocket::close() {
  struct stat found {};
  if (name_ && ::lstat(name_->path.c_str(), &found) == 0 && found.st_dev == name_->device &&
      found.st_ino == name_->inode) {
    ::unlink(name_->path.c_str());
  }
  name_.reset();
  descriptor_.close();
}

}  // namespace mediumsync::uv
