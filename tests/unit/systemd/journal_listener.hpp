#pragma once

#include <array>
#include <cerrno>
#include <cstring>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace mediumsync::test {

// Stands at /run/systemd/journal/socket, where the journal does, in a mount namespace of this process alone. For a
// forked child, which has to end with it.
class JournalListener {
 public:
  // Why it cannot be had is in why_not().
  JournalListener() {
    const bool alone = ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    if (!alone || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("run", "/run", "tmpfs", 0, nullptr) != 0) {
      why_not_ = std::strerror(errno);
      return;
    }
    ::mkdir("/run/systemd", 0755);
    ::mkdir("/run/systemd/journal", 0755);
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, "/run/systemd/journal/socket");
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      why_not_ = std::strerror(errno);
  }
  JournalListener(const JournalListener&) = delete;
  JournalListener& operator=(const JournalListener&) = delete;

  const std::string& why_not() const { return why_not_; }
  // The next entry as it came (systemd's Native Journal Protocol), or nothing when none is there.
  std::string next() const {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return {buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
  }

 private:
  int socket_ = 0;
  std::string why_not_;
};

}  // namespace mediumsync::test
