#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <doctest/doctest.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace mediumsync::test {

// A client of a pipe server as any program would be one: a blocking socket, closed at the end.
class PipeClient {
 public:
  explicit PipeClient(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    REQUIRE(socket_ >= 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof address.sun_path - 1));
    REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  PipeClient(PipeClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)), at_end_(other.at_end_) {}
  PipeClient& operator=(PipeClient&&) = delete;
  ~PipeClient() { hang_up(); }

  void send(const std::string& bytes) const { REQUIRE(try_send(bytes)); }
  // False when the server has gone.
  bool try_send(const std::string& bytes) const {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  void stop_sending() const { REQUIRE(::shutdown(socket_, SHUT_WR) == 0); }
  void hang_up() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  // All that has come so far.
  const std::string& received() {
    std::array<char, 65536> buffer{};
    ssize_t count = 0;
    while ((count = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT)) > 0) {
      received_.append(buffer.data(), static_cast<std::size_t>(count));
    }
    if (count == 0 || errno == ECONNRESET) at_end_ = true;
    return received_;
  }
  bool at_end() {
    received();
    return at_end_;
  }

 private:
  int socket_;
  std::string received_;
  bool at_end_ = false;
};

}  // namespace mediumsync::test
