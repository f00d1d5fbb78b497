// TLS before a server that has none: what comes in is deciphered and passed on to it. Serves one connection at a time.
#pragma once

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include "support/certificate.hpp"

namespace mediumsync::support {

// Owned by the test; outlived by the server behind it and the certificate.
class TlsFront {
 public:
  enum class Begin { tls, starttls };  // starttls: in clear until the client asks for TLS, as SMTP does

  TlsFront(const SelfSigned& certificate, std::uint16_t behind, Begin begin)
      : behind_(behind),
        begin_(begin),
        context_(SSL_CTX_new(TLS_server_method())),
        listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    SSL_CTX_use_certificate(context_.get(), certificate.certificate());
    SSL_CTX_use_PrivateKey(context_.get(), certificate.key());
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
      throw std::system_error(errno, std::generic_category(), "listen on loopback");
    }
    port_ = ntohs(address.sin_port);
    serving_ = std::thread([this] { serve_all(); });
  }
  ~TlsFront() {
    ::shutdown(listener_, SHUT_RDWR);
    serving_.join();
    ::close(listener_);
  }
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
  }
  static void say(int socket, std::string_view bytes) {
    static_cast<void>(::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }
  static std::string hear_line(int socket) {
    std::string line;
    for (char c = 0; !line.ends_with("\r\n") && ::recv(socket, &c, 1, 0) == 1;) line += c;
    return line;
  }

  void serve_all() {
    for (int client = 0; (client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(client)) {
      const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      const sockaddr_in address = loopback(behind_);
      if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) serve(client, server);
      ::close(server);
    }
  }

  void serve(int client, int server) {
    if (begin_ == Begin::starttls) {
      say(client, hear_line(server));
      hear_line(client);
      say(client, "250-front\r\n250 STARTTLS\r\n");
      hear_line(client);
      say(client, "220 go ahead\r\n");
    }
    const std::unique_ptr<SSL, Free> ssl(SSL_new(context_.get()));
    SSL_set_fd(ssl.get(), client);
    if (SSL_accept(ssl.get()) == 1) pass_on(*ssl, client, server);
  }

  // Until either of the two has gone.
  static void pass_on(SSL& ssl, int client, int server) {
    std::array<char, 4096> buffer;
    while (true) {
      std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
      if (SSL_pending(&ssl) == 0 && ::poll(both.data(), both.size(), 10'000) <= 0) return;
      if (SSL_pending(&ssl) > 0 || both[0].revents != 0) {
        const int count = SSL_read(&ssl, buffer.data(), static_cast<int>(buffer.size()));
        if (count <= 0) return;
        say(server, std::string_view(buffer.data(), static_cast<std::size_t>(count)));
      }
      if (both[1].revents != 0) {
        const ssize_t count = ::recv(server, buffer.data(), buffer.size(), 0);
        if (count <= 0 || SSL_write(&ssl, buffer.data(), static_cast<int>(count)) <= 0) return;
      }
    }
  }

  std::uint16_t behind_;
  Begin begin_;
  std::unique_ptr<SSL_CTX, Free> context_;
  int listener_;
  std::uint16_t port_ = 0;
  std::thread serving_;
};

}  // namespace mediumsync::support
