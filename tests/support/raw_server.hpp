// A TCP server that does exactly what a test's script says, on threads of its own: for everything that a well-behaved
// HTTP server would not do.
#pragma once

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace mediumsync::support {

// One request as it came over the wire.
struct RawRequest {
  std::string head;  // request line and header lines, each with CRLF
  std::string body;  // as long as Content-Length said

  std::string line() const { return head.substr(0, head.find("\r\n")); }

  // The first header of that name, in any case.
  std::optional<std::string> header(std::string_view name) const {
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos && at + 2 < head.size()) {
      const std::size_t begin = at + 2;
      at = head.find("\r\n", begin);
      const std::string_view field = std::string_view(head).substr(begin, at - begin);
      if (field.size() <= name.size() || field[name.size()] != ':') continue;
      const bool same = std::equal(name.begin(), name.end(), field.begin(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
      });
      if (!same) continue;
      const std::size_t value = field.find_first_not_of(' ', name.size() + 1);
      return value == std::string_view::npos ? std::string() : std::string(field.substr(value));
    }
    return std::nullopt;
  }
};

class RawServer;

// One accepted connection, seen from the server. Lives on its script's thread; closed when the script returns.
class RawConnection {
 public:
  // std::nullopt when the peer (or the server's end) closed it first.
  std::optional<RawRequest> read_request();

  // false when the peer has gone.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  bool answer(std::string_view status, std::string_view body = "", std::string_view headers = "") {
    return send("HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
                std::string(headers) + "\r\n" + std::string(body));
  }

  // The peer sees ECONNRESET instead of an end.
  void reset_when_closed() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

  // Waits for some bytes, whatever they are. false when the peer has gone.
  bool receive();

  // Without its CRLF. std::nullopt when the peer has gone.
  std::optional<std::string> read_line() {
    std::size_t end = 0;
    while ((end = received_.find("\r\n")) == std::string::npos) {
      if (!receive()) return std::nullopt;
    }
    std::string line = received_.substr(0, end);
    received_.erase(0, end + 2);
    return line;
  }

  // Takes whatever comes and says nothing, until the peer closes or the server ends.
  void stall() {
    while (receive()) {
    }
  }

  // Counted from 1, in the order of their arrival.
  std::size_t number() const { return number_; }

 private:
  friend class RawServer;
  RawConnection(RawServer& server, int descriptor, std::size_t number)
      : server_(server), descriptor_(descriptor), number_(number) {}

  RawServer& server_;
  int descriptor_;
  std::size_t number_;
  std::string received_;
};

// Listens on a free port of 127.0.0.1 (or of another address of this machine) and runs `script` for each connection.
// Owned by the test; destroying it ends every connection and waits for the scripts, which must therefore come back to
// their connection now and then.
class RawServer {
 public:
  using Script = std::function<void(RawConnection&)>;

  explicit RawServer(Script script, in_addr_t at = INADDR_LOOPBACK)
      : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(at);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 256) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
      throw std::system_error(errno, std::generic_category(), "listen on loopback");
    }
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }

  ~RawServer() {
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    ::close(listener_);
    {
      const std::lock_guard lock(mutex_);
      for (const int descriptor : open_) ::shutdown(descriptor, SHUT_RDWR);
    }
    for (auto& thread : serving_) thread.join();
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view path = "/", std::string_view host = "127.0.0.1") const {
    return "http://" + std::string(host) + ":" + std::to_string(port_) + std::string(path);
  }

  std::size_t connections() const {
    return read([this] { return requests_.size(); });
  }
  std::size_t open_connections() const {
    return read([this] { return open_.size(); });
  }
  // Whole requests, over all connections.
  std::size_t requests() const {
    return read([this] {
      std::size_t sum = 0;
      for (const std::size_t count : requests_) sum += count;
      return sum;
    });
  }
  std::vector<std::size_t> requests_per_connection() const {
    return read([this] { return requests_; });
  }
  // That came in on any connection, whole requests or not.
  std::size_t bytes_received() const {
    return read([this] { return bytes_; });
  }

 private:
  friend class RawConnection;

  template <typename Function>
  std::invoke_result_t<Function> read(Function function) const {
    const std::lock_guard lock(mutex_);
    return function();
  }

  void accept_all() {
    while (true) {
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (descriptor < 0) {
        if (errno == EINTR || errno == ECONNABORTED) continue;
        return;
      }
      const std::lock_guard lock(mutex_);
      open_.push_back(descriptor);
      requests_.push_back(0);
      serving_.emplace_back([this, descriptor, number = requests_.size()] { serve(descriptor, number); });
    }
  }

  void serve(int descriptor, std::size_t number) {
    RawConnection connection(*this, descriptor, number);
    script_(connection);
    const std::lock_guard lock(mutex_);
    std::erase(open_, descriptor);
    ::close(descriptor);
  }

  Script script_;
  int listener_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::size_t> requests_;
  std::size_t bytes_ = 0;
  std::vector<std::thread> serving_;
  std::thread accepting_;
};

inline bool RawConnection::receive() {
  std::array<char, 16384> buffer;
  const ssize_t count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(count));
  const std::lock_guard lock(server_.mutex_);
  server_.bytes_ += static_cast<std::size_t>(count);
  return true;
}

inline std::optional<RawRequest> RawConnection::read_request() {
  constexpr std::string_view kEnd = "\r\n\r\n";
  std::size_t end = 0;
  while ((end = received_.find(kEnd)) == std::string::npos) {
    if (!receive()) return std::nullopt;
  }
  RawRequest request{received_.substr(0, end + 2), ""};
  received_.erase(0, end + kEnd.size());
  const std::size_t length = std::stoul(request.header("Content-Length").value_or("0"));
  while (received_.size() < length) {
    if (!receive()) return std::nullopt;
  }
  request.body = received_.substr(0, length);
  received_.erase(0, length);
  const std::lock_guard lock(server_.mutex_);
  ++server_.requests_[number_ - 1];
  return request;
}

}  // namespace mediumsync::support
