#include <arpa/inet.h>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <httplib.h>
#include <limits>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.hpp"

namespace mediumsync::http {
namespace {

// Resident memory in KiB.
long resident() {
  std::ifstream status("/proc/self/status");
  std::string word;
  long value = 0;
  while (status >> word) {
    if (word == "VmRSS:" && status >> value) return value;
  }
  return 0;
}

TEST_CASE("a body of exactly the limit is taken and one byte more is not") {
  RawServer server([](RawConnection& connection) {
    while (const auto request = connection.read_request()) {
      connection.answer("200 OK", std::string(std::stoul(request->line().substr(5)), 'x'));
    }
  });
  Http http;
  auto request = get(server.url("/1000"));
  request.max_body = 1000;
  CHECK(http.answer(request).body.size() == 1000);
  request.url = server.url("/1001");
  const auto failure = http.failure(request);
  CHECK(failure.cause == Cause::too_large);
  CHECK(failure.status == 200);
}

TEST_CASE("an endless chunked body is cut at the limit") {
  RawServer server([](RawConnection& connection) {
    connection.read_request();
    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
    while (connection.send(chunk)) {
    }
  });
  Http http;
  auto request = get(server.url());
  request.max_body = 1U << 20;
  CHECK(http.failure(request).cause == Cause::too_large);
}

TEST_CASE("a gzip bomb is cut at the limit of its unpacked size in bounded memory") {
  std::string bomb;  // 128 MiB of zeros in about 128 KiB
  httplib::detail::gzip_compressor compressor;
  const std::string zeros(16U << 20, '\0');
  for (int i = 0; i < 8; ++i) {
    compressor.compress(zeros.data(), zeros.size(), i == 7, [&](const char* data, std::size_t size) {
      bomb.append(data, size);
      return true;
    });
  }
  RawServer server([&](RawConnection& connection) {
    connection.read_request();
    connection.answer("200 OK", bomb, "Content-Encoding: gzip\r\n");
  });
  Http http;
  auto request = get(server.url());
  request.max_body = 4U << 20;
  const long before = resident();
  CHECK(http.failure(request).cause == Cause::too_large);
  CHECK(resident() - before < 32L * 1024);
}

TEST_CASE("a flood of headers is cut") {
  struct Row {
    std::string what;
    std::string head;
    std::string piece;
  };
  const Row rows[] = {{"many headers", "HTTP/1.1 200 OK\r\n", "X-Flood: " + std::string(1000, 'x') + "\r\n"},
                      {"one long header", "HTTP/1.1 200 OK\r\nX-Flood: ", std::string(1000, 'x')},
                      {"informational answers", "", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"}};
  for (const auto& row : rows) {
    CAPTURE(row.what);
    RawServer server([&](RawConnection& connection) {
      connection.read_request();
      connection.send(row.head);
      while (connection.send(row.piece)) {
      }
    });
    Http http;
    CHECK(http.failure(get(server.url())).cause == Cause::too_large);
  }
}

TEST_CASE("a loop of redirects ends") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("302 Found", "", "Location: /again\r\n");
  });
  Http http;
  auto request = get(server.url());
  request.redirects = Redirects::follow;
  CHECK(http.failure(request).cause == Cause::too_many_redirects);
  CHECK(server.requests() == 11);
}

TEST_CASE("a redirect to anything but http and https is not followed") {
  for (const std::string target :
       {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:70/1", "dict://127.0.0.1/d:x"}) {
    CAPTURE(target);
    RawServer server([&](RawConnection& connection) {
      while (connection.read_request()) connection.answer("302 Found", "", "Location: " + target + "\r\n");
    });
    Http http;
    auto request = get(server.url());
    request.redirects = Redirects::follow;
    const auto failure = http.failure(request);
    CHECK(failure.cause == Cause::bad_url);
    CHECK(failure.sent == Sent::maybe);
  }
}

TEST_CASE("private addresses get no connection when only public ones are allowed") {
  RawServer server([](RawConnection& connection) { connection.stall(); });
  const auto port = std::to_string(server.port());
  struct Row {
    std::string host;
    std::string address;
  };
  const Row rows[] = {{"127.0.0.1", "127.0.0.1"},
                      {"localhost", "(loopback)"},
                      {"[::1]", "::1"},
                      {"0x7f000001", "127.0.0.1"},
                      {"2130706433", "127.0.0.1"},
                      {"0", "0.0.0.0"},
                      {"[::ffff:127.0.0.1]", "::ffff:127.0.0.1"},
                      {"169.254.169.254", "169.254.169.254"},
                      {"[fd00::1]", "fd00::1"}};
  for (const auto& row : rows) {
    CAPTURE(row.host);
    Http http;
    auto request = get("http://" + row.host + ":" + port + "/");
    request.addresses = Addresses::public_only;
    const auto failure = http.failure(request);
    CHECK(failure.cause == Cause::address_refused);
    CHECK(failure.sent == Sent::nothing);
    CHECK(failure.message.find(row.address) != std::string::npos);
  }
  CHECK(server.connections() == 0);
}

namespace {

// A network of this process's own, in which a public address leads to it too. false: not on this machine.
bool enter_own_network(const char* address) {
  if (::unshare(::geteuid() == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  const int control = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq loopback{};
  std::strncpy(loopback.ifr_name, "lo", IFNAMSIZ - 1);
  loopback.ifr_flags = IFF_UP | IFF_RUNNING;
  ifreq alias{};
  std::strncpy(alias.ifr_name, "lo:1", IFNAMSIZ - 1);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  ::inet_pton(AF_INET, address, &place.sin_addr);
  std::memcpy(&alias.ifr_addr, &place, sizeof place);
  const bool up = ::ioctl(control, SIOCSIFFLAGS, &loopback) == 0 && ::ioctl(control, SIOCSIFADDR, &alias) == 0;
  ::close(control);
  return up;
}

// Follows a redirect from a public address to `target`; what came of it, in words.
std::string redirected_to(const std::string& target) {
  RawServer server(
      [](RawConnection& connection) {
        while (connection.read_request()) connection.answer("200 OK", "secret");
      },
      INADDR_ANY);
  const std::string port = std::to_string(server.port());
  std::string place = target;
  if (const auto at = place.find("PORT"); at != std::string::npos) place.replace(at, 4, port);
  RawServer redirecting(
      [&](RawConnection& connection) {
        while (connection.read_request()) connection.answer("302 Found", "", "Location: " + place + "\r\n");
      },
      INADDR_ANY);
  Http http;
  Request request = get(redirecting.url("/", "203.0.113.7"));
  request.addresses = Addresses::public_only;
  request.redirects = Redirects::follow;
  const Result result = http.run(std::move(request));
  if (redirecting.requests() != 1) return "the public address was not asked";
  if (server.connections() > 0) return "a private address was connected to";
  const auto* failure = std::get_if<Failure>(&result);
  if (failure == nullptr) return "an answer came";
  return failure->cause == Cause::address_refused ? "refused" : failure->message;
}

}  // namespace

TEST_CASE("a redirect from a public address to a private one gets no connection") {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (!enter_own_network("203.0.113.7")) ::_exit(77);
    for (const char* target :
         {"http://127.0.0.1:PORT/inside", "http://localhost:PORT/inside", "http://[::1]:PORT/inside",
          "http://[::ffff:127.0.0.1]:PORT/inside", "http://169.254.169.254/inside", "http://10.0.0.1/inside",
          "http://[fd00::8]/inside", "http://0x7f000001:PORT/inside"}) {
      const std::string came_of_it = redirected_to(target);
      if (came_of_it == "refused") continue;
      std::fprintf(stderr, "%s: %s\n", target, came_of_it.c_str());
      ::_exit(1);
    }
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
    MESSAGE("no network of one's own on this machine: skipped");
    return;
  }
  CHECK(status == 0);
}

TEST_CASE("a connection that another transfer opened is judged too") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("200 OK", "secret");
  });
  Http http;
  auto request = get(server.url());
  CHECK(http.answer(request).status == 200);
  request.addresses = Addresses::public_only;
  const auto failure = http.failure(request);
  CHECK(failure.cause == Cause::address_refused);
  CHECK(failure.sent == Sent::nothing);
  CHECK(server.requests() == 1);
}

TEST_CASE("what is not HTTP is a protocol error") {
  for (const std::string reply : {"SSH-2.0-OpenSSH_9.2\r\n", "<html>hello</html>", "HTTP/9.9 200 OK\r\n\r\n"}) {
    CAPTURE(reply);
    RawServer server([&](RawConnection& connection) {
      connection.read_request();
      connection.send(reply);
    });
    Http http;
    const auto failure = http.failure(get(server.url()));
    CHECK(failure.cause == Cause::protocol);
    CHECK(failure.sent == Sent::maybe);
  }
}

TEST_CASE("a body that is not what its encoding says is a protocol error") {
  RawServer server([](RawConnection& connection) {
    connection.read_request();
    connection.answer("200 OK", "certainly not gzip", "Content-Encoding: gzip\r\n");
  });
  Http http;
  const auto failure = http.failure(get(server.url()));
  CHECK(failure.cause == Cause::protocol);
  CHECK(failure.status == 200);
}

}  // namespace
}  // namespace mediumsync::http
