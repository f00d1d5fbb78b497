#include "sandbox/test/wire.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace mediumsync::sandbox::test {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool is_complete(const std::string& bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const std::string head = lower(bytes.substr(0, end));
  const std::size_t length = head.find("content-length: ");
  return length == std::string::npos || bytes.size() - end - 4 >= std::stoul(head.substr(length + 16));
}

}  // namespace

int Seen::status() const {
  return bytes.size() < 12 ? 0 : std::stoi(bytes.substr(9, 3));
}

std::string Seen::body() const {
  const std::size_t head = bytes.find("\r\n\r\n");
  return head == std::string::npos ? "" : bytes.substr(head + 4);
}

bool Seen::has_header(const std::string& line) const {
  return lower(bytes.substr(0, bytes.find("\r\n\r\n") + 2)).find("\r\n" + line + "\r\n") != std::string::npos;
}

Wire::Wire(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect to the sandbox");
  }
}

Wire::~Wire() {
  close(fd_);
}

void Wire::send(const std::string& bytes) const {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t n = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n < 0) return;  // the other end is gone: receive() tells how
    sent += static_cast<std::size_t>(n);
  }
}

Seen Wire::receive(std::chrono::milliseconds patience) const {
  Seen seen{"", End::answered};
  while (!is_complete(seen.bytes)) {
    pollfd ready{fd_, POLLIN, 0};
    if (poll(&ready, 1, static_cast<int>(patience.count())) == 0) {
      seen.end = End::silence;
      break;
    }
    std::array<char, 4096> buffer{};
    const ssize_t n = recv(fd_, buffer.data(), buffer.size(), 0);
    if (n <= 0) {
      seen.end = n == 0 ? End::fin : End::rst;
      break;
    }
    seen.bytes.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return seen;
}

std::string request(const std::string& start, const std::string& body, const std::vector<std::string>& headers) {
  std::string text = start +
                     " HTTP/1.1\r\nHost: sandbox\r\nUser-Agent: mediumsync/0.1\r\n"
                     "Authorization: Bearer sandbox-token-jane\r\n";
  for (const std::string& header : headers) text += header + "\r\n";
  if (!body.empty()) {
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text + "\r\n" + body;
}

}  // namespace mediumsync::sandbox::test
