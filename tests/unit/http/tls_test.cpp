#include <httplib.h>
#include <thread>

#include "fixture.hpp"
#include "support/certificate.hpp"
#include "support/temporary_directory.hpp"

namespace mediumsync::http {
namespace {

// A TLS server that shows a certificate nobody knows. Owned by the test.
class TlsSite {
 public:
  explicit TlsSite(const std::string& names)
      : certificate(names), server_(certificate.certificate(), certificate.key()) {
    server_.Post("/", [this](const httplib::Request&, httplib::Response& response) {
      ++requests;
      response.set_content("{}", "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~TlsSite() {
    server_.stop();
    thread_.join();
  }
  TlsSite(const TlsSite&) = delete;
  TlsSite& operator=(const TlsSite&) = delete;

  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/"; }

  support::SelfSigned certificate;
  std::atomic<int> requests = 0;

 private:
  httplib::SSLServer server_;
  int port_ = 0;
  std::thread thread_;
};

TEST_CASE("a certificate that nobody vouches for is not believed and nothing sent") {
  TlsSite site("IP:127.0.0.1");
  Http http;
  int hooks = 0;
  auto request = post(site.url(), "story");
  request.before_send = [&] { ++hooks; };
  const auto failure = http.failure(request);
  CHECK(failure.cause == Cause::certificate);
  CHECK(failure.sent == Sent::nothing);
  CHECK(hooks == 0);
  CHECK(site.requests == 0);
}

TEST_CASE("a certificate from the given file is believed for its own name only") {
  const support::TemporaryDirectory directory;
  const auto ca_file = (directory / "ca.pem").string();
  for (const bool right_name : {true, false}) {
    CAPTURE(right_name);
    TlsSite site(right_name ? "IP:127.0.0.1" : "DNS:elsewhere.example");
    site.certificate.write_certificate(ca_file);
    Http http({.user_agent = "t", .ca_file = ca_file});
    int hooks = 0;
    auto request = post(site.url(), "story");
    request.before_send = [&] {
      ++hooks;
      CHECK(site.requests == 0);
    };
    if (right_name) {
      CHECK(http.answer(request).status == 200);
    } else {
      CHECK(http.failure(request).cause == Cause::certificate);
    }
    CHECK(site.requests == hooks);
    CHECK(hooks == (right_name ? 1 : 0));
  }
}

TEST_CASE("a certificate file that is not there fails unsent") {
  TlsSite site("IP:127.0.0.1");
  Http http({.user_agent = "t", .ca_file = "/nonexistent/ca.pem"});
  const auto failure = http.failure(post(site.url(), "story"));
  CHECK(failure.cause == Cause::certificate);
  CHECK(failure.sent == Sent::nothing);
}

TEST_CASE("a handshake that breaks off or stalls was not sent on") {
  for (const bool stalls : {false, true}) {
    CAPTURE(stalls);
    RawServer server([&](RawConnection& connection) {
      connection.receive();
      if (stalls) connection.stall();
    });
    Http http;
    auto request = post("https://127.0.0.1:" + std::to_string(server.port()) + "/", "story");
    if (stalls) request.connect_timeout = milliseconds(200);
    const auto failure = http.failure(request);
    CHECK(failure.cause == (stalls ? Cause::connect : Cause::tls));
    CHECK(failure.sent == Sent::nothing);
  }
}

}  // namespace
}  // namespace mediumsync::http
