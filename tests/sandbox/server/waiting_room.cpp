#include "sandbox/server/waiting_room.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace mediumsync::sandbox {

WaitingRoom::Left WaitingRoom::wait(const std::optional<Connection>& connection,
                                    std::optional<std::chrono::milliseconds> time) {
  const int bell = eventfd(0, EFD_CLOEXEC);
  if (bell < 0) throw std::system_error(errno, std::generic_category(), "make an eventfd");
  {
    const std::lock_guard lock{mutex_};
    bells_.insert(bell);
  }
  std::array<pollfd, 2> watched{{{bell, POLLIN, 0}, {connection ? connection->fd : -1, POLLRDHUP, 0}}};
  const int rung = poll(watched.data(), watched.size(), time ? static_cast<int>(time->count()) : -1);
  {
    const std::lock_guard lock{mutex_};
    bells_.erase(bell);
  }
  close(bell);
  if (rung <= 0) return Left::timed_out;
  return watched[0].revents != 0 ? Left::released : Left::client_gone;
}

void WaitingRoom::release_all() {
  const std::lock_guard lock{mutex_};
  for (const int bell : bells_) eventfd_write(bell, 1);
}

std::size_t WaitingRoom::waiting() {
  const std::lock_guard lock{mutex_};
  return bells_.size();
}

}  // namespace mediumsync::sandbox
