#include <atomic>
#include <netinet/in.h>
#include <stdexcept>

#include "fixture.hpp"

namespace mediumsync::http {
namespace {

TEST_CASE("a POST carries its body and headers and does not ask first") {
  RawRequest seen;
  RawServer server([&](RawConnection& connection) {
    seen = connection.read_request().value();
    connection.answer("201 Created", "{}");
  });
  Http http;
  const std::string body = "{\"title\":\"a\"}" + std::string(2'000'000, ' ');  // libcurl would ask above a megabyte
  const auto response = http.answer(post(server.url("/posts"), body));
  CHECK(response.status == 201);
  CHECK(seen.line() == "POST /posts HTTP/1.1");
  CHECK(seen.body == body);
  CHECK(seen.header("content-type") == "application/json");
  CHECK(seen.header("authorization") == "Bearer hush-hush");
  CHECK_FALSE(seen.header("expect").has_value());
}

TEST_CASE("a POST without a body or a type claims none") {
  RawRequest seen;
  RawServer server([&](RawConnection& connection) {
    seen = connection.read_request().value();
    connection.answer("200 OK");
  });
  Http http;
  Request request;
  request.method = Method::post;
  request.url = server.url();
  http.answer(request);
  CHECK(seen.header("content-length") == "0");
  CHECK_FALSE(seen.header("content-type").has_value());
}

TEST_CASE("a form part arrives as multipart form data") {
  RawRequest seen;
  RawServer server([&](RawConnection& connection) {
    seen = connection.read_request().value();
    connection.answer("201 Created", "{}");
  });
  Http http;
  std::string bytes(300'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i % 251);
  auto request = post(server.url("/images"), "");
  request.headers.clear();
  request.body = FormPart{.name = "image", .file_name = "a \"b\".png", .content_type = "image/png", .bytes = bytes};
  CHECK(http.answer(request).status == 201);
  const auto type = seen.header("content-type").value();
  REQUIRE(type.starts_with("multipart/form-data; boundary="));
  const auto boundary = "--" + type.substr(type.find('=') + 1);
  CHECK(seen.body == boundary +
                         "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a %22b%22.png\"\r\n"
                         "Content-Type: image/png\r\n\r\n" +
                         bytes + "\r\n" + boundary + "--\r\n");
}

TEST_CASE("a POST that is read and never answered is sent once and in doubt") {
  struct Row {
    std::string what;
    std::function<void(RawConnection&)> ending;
  };
  const Row rows[] = {
      {"closed", [](RawConnection&) {}},
      {"reset", [](RawConnection& connection) { connection.reset_when_closed(); }},
      {"closed inside the headers",
       [](RawConnection& connection) { connection.send("HTTP/1.1 201 Created\r\nContent-"); }},
      {"closed inside the body",
       [](RawConnection& connection) { connection.send("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{"); }},
      {"reset inside the body",
       [](RawConnection& connection) {
         connection.send("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{");
         connection.reset_when_closed();
       }},
  };
  for (const auto& row : rows) {
    for (const bool used_before : {false, true}) {
      CAPTURE(row.what);
      CAPTURE(used_before);
      std::atomic<int> posts = 0;
      RawServer server([&](RawConnection& connection) {
        while (const auto request = connection.read_request()) {
          if (request->line().starts_with("GET")) {
            connection.answer("200 OK", "x");
            continue;
          }
          ++posts;
          return row.ending(connection);
        }
      });
      Http http;
      if (used_before) http.answer(get(server.url()));
      int hooks = 0;
      auto request = post(server.url(), "story");
      request.before_send = [&] { ++hooks; };
      const auto failure = http.failure(request);
      CHECK(failure.cause == Cause::connection_lost);
      CHECK(failure.sent == Sent::maybe);
      if (row.what == "closed inside the body") {
        CHECK(failure.status == 201);
      } else if (row.what != "reset inside the body") {  // where the kernel may throw the headers away
        CHECK_FALSE(failure.status.has_value());
      }
      CHECK(posts == 1);
      CHECK(hooks == 1);
      CHECK(server.connections() == (used_before ? 2U : 1U));
    }
  }
}

TEST_CASE("a POST leaves no connection behind that another request could use") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("200 OK", "x");
  });
  Http http;
  http.answer(post(server.url(), "one"));
  http.answer(get(server.url()));
  http.answer(post(server.url(), "two"));
  CHECK(server.requests_per_connection() == std::vector<std::size_t>{1, 1, 1});
}

TEST_CASE("a POST is never redirected") {
  for (const std::string status : {"301", "302", "303", "307", "308"}) {
    CAPTURE(status);
    RawServer server([&](RawConnection& connection) {
      while (connection.read_request()) connection.answer(status + " Moved", "", "Location: /elsewhere\r\n");
    });
    Http http;
    auto request = post(server.url(), "story");
    request.redirects = Redirects::follow;
    const auto response = http.answer(request);
    CHECK(std::to_string(response.status) == status);
    CHECK(response.header("location") == "/elsewhere");
    CHECK(server.requests() == 1);
  }
}

TEST_CASE("the hook runs on a standing connection before any byte of the request leaves") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("201 Created");
  });
  Http http;
  std::size_t connections = 0;
  std::size_t bytes = 1;
  auto request = post(server.url(), "story");
  request.before_send = [&] {
    connections = server.connections();
    while (connections == 0) connections = server.connections();  // accepted by the kernel; its thread may lag
    bytes = server.bytes_received();
  };
  CHECK(http.answer(request).status == 201);
  CHECK(connections == 1);
  CHECK(bytes == 0);
}

TEST_CASE("a hook that throws keeps everything from being sent and ends the loop's run") {
  RawServer server([](RawConnection& connection) { connection.stall(); });
  Http http;
  bool done = false;
  auto request = post(server.url(), "story");
  request.before_send = [] { throw std::runtime_error("disk full"); };
  const auto transfer = http.client.start(request, [&](Result) { done = true; });
  CHECK_THROWS_WITH_AS(uv::run_until(
                           http.loop, [&] { return done; }, kPatience),
                       "disk full", std::runtime_error);
  CHECK_FALSE(done);
  REQUIRE(wait_for(http.loop, [&] { return server.connections() == 1 && server.open_connections() == 0; }));
  CHECK(server.bytes_received() == 0);
  http.loop.run();  // nothing is left to wait for
}

TEST_CASE("an answer that stays out is in doubt once its time is up") {
  RawServer server([](RawConnection& connection) {
    connection.read_request();
    connection.stall();
  });
  Http http;
  auto request = post(server.url(), "story");
  request.timeout = milliseconds(150);
  const auto begin = std::chrono::steady_clock::now();
  const auto failure = http.failure(request);
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  CHECK(failure.cause == Cause::timeout);
  CHECK(failure.sent == Sent::maybe);
  CHECK_FALSE(failure.status.has_value());
  CHECK(elapsed >= milliseconds(150));
  CHECK(elapsed < milliseconds(1500));
  CHECK(server.requests() == 1);
}

TEST_CASE("an answer that stalls in its body is in doubt and its status known") {
  RawServer server([](RawConnection& connection) {
    connection.read_request();
    connection.send("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{");
    connection.stall();
  });
  Http http;
  auto request = post(server.url(), "story");
  request.timeout = milliseconds(150);
  const auto failure = http.failure(request);
  CHECK(failure.cause == Cause::timeout);
  CHECK(failure.sent == Sent::maybe);
  CHECK(failure.status == 201);
}

TEST_CASE("an answer that came while the loop was held up beyond the deadline counts") {
  std::atomic<bool> posted = false;
  std::atomic<bool> held_up = false;
  std::atomic<bool> answered = false;
  RawServer server([&](RawConnection& connection) {
    const auto request = connection.read_request().value();
    if (request.line().starts_with("GET")) {
      while (!posted) std::this_thread::yield();
      connection.answer("200 OK", "x");
      connection.stall();
      return;
    }
    posted = true;
    while (!held_up) std::this_thread::yield();
    connection.answer("201 Created", "{}");
    answered = true;
  });
  Http http;
  auto request = post(server.url(), "story");
  request.timeout = milliseconds(200);
  std::optional<Result> result;
  const auto until = std::chrono::steady_clock::now() + milliseconds(300);
  const auto story = http.client.start(request, [&](Result r) { result = std::move(r); });
  const auto other = http.client.start(get(server.url()), [&](Result) {
    held_up = true;
    while (!answered || std::chrono::steady_clock::now() < until) std::this_thread::yield();
  });
  REQUIRE(uv::run_until(
      http.loop, [&] { return result.has_value(); }, kPatience));
  CHECK(held_up);
  CHECK(std::holds_alternative<Response>(*result));
}

// A port that nobody listens on.
std::uint16_t closed_port() {
  RawServer server([](RawConnection&) {});
  return server.port();
}

TEST_CASE("what never got a connection was provably not sent") {
  RawServer plain([](RawConnection& connection) {
    connection.send("no TLS here\r\n");
    connection.stall();
  });
  struct Row {
    std::string url;
    Cause cause;
    std::string words;
  };
  const auto closed = std::to_string(closed_port());
  const Row rows[] = {
      {"http://127.0.0.1:" + closed + "/", Cause::connect,
       "could not connect to 127.0.0.1:" + closed + ": Connection refused"},
      {"http://nowhere.invalid/", Cause::resolve, "could not find the address of nowhere.invalid:80"},
      {"https://127.0.0.1:" + std::to_string(plain.port()) + "/", Cause::tls, "no TLS with 127.0.0.1:"},
      {"ftp://127.0.0.1/", Cause::bad_url, "not an http or https URL"},
      {"file:///etc/passwd", Cause::bad_url, "not an http or https URL"},
      {"127.0.0.1", Cause::bad_url, "not an http or https URL"},
      {"", Cause::bad_url, "not an http or https URL"},
      {"http://127.0.0.1:99999/", Cause::bad_url, ""},
      {"http://127.0.0.1/\r\nX-Evil: 1", Cause::bad_url, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.url);
    Http http;
    int hooks = 0;
    auto request = post(row.url, "story");
    request.before_send = [&] { ++hooks; };
    const auto failure = http.failure(request);
    CHECK(failure.cause == row.cause);
    CHECK(failure.sent == Sent::nothing);
    CHECK(failure.message.starts_with(row.words));
    CHECK(hooks == 0);
  }
}

TEST_CASE("a connection that does not come about in time was not sent on") {
  // A listener whose backlog is full lets further connections wait.
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(listener, generic, size) == 0);
  REQUIRE(::listen(listener, 0) == 0);
  REQUIRE(::getsockname(listener, generic, &size) == 0);
  const int first = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::connect(first, generic, size) == 0);

  Http http;
  auto request = post("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/", "story");
  request.connect_timeout = milliseconds(100);
  auto failure = http.failure(request);
  CHECK(failure.cause == Cause::connect);
  CHECK(failure.sent == Sent::nothing);
  request.connect_timeout = milliseconds(5000);
  request.timeout = milliseconds(100);
  failure = http.failure(request);
  CHECK(failure.cause == Cause::timeout);
  CHECK(failure.sent == Sent::nothing);
  ::close(first);
  ::close(listener);
}

TEST_CASE("time spent waiting for a free connection counts and ends as not sent") {
  RawServer server([](RawConnection& connection) {
    connection.read_request();
    connection.stall();
  });
  Http http({.user_agent = "t", .parallel = 1, .per_host = 1});
  const auto stalled = http.client.start(post(server.url(), "first"), [](Result) { FAIL_CHECK("the first ended"); });
  auto request = post(server.url(), "second");
  request.timeout = milliseconds(200);
  const auto failure = http.failure(request);
  CHECK(failure.cause == Cause::timeout);
  CHECK(failure.sent == Sent::nothing);
  CHECK(server.requests() == 1);
}

TEST_CASE("waiting for a free connection is not connecting") {
  std::atomic<bool> go_on = false;
  RawServer server([&](RawConnection& connection) {
    connection.read_request();
    while (!go_on) std::this_thread::yield();
    connection.answer("200 OK", "x");
  });
  Http http({.user_agent = "t", .parallel = 1, .per_host = 1});
  const auto first = http.client.start(post(server.url(), "first"), [](Result) {});
  uv::Timer release(http.loop, [&] { go_on = true; });
  release.start(milliseconds(300));
  auto second = post(server.url(), "second");
  second.connect_timeout = milliseconds(100);
  CHECK(http.answer(second).status == 200);
}

TEST_CASE("a header that would smuggle in another is refused unsent") {
  RawServer server([](RawConnection& connection) { connection.stall(); });
  for (const auto& header :
       std::vector<Header>{{"X-A", "1\r\nX-B: 2"}, {"X-A\r\nX-B", "1"}, {"X A", "1"}, {"", "1"}, {"X-A:", "1"}}) {
    Http http;
    auto request = post(server.url(), "story");
    request.headers.push_back(header);
    const auto failure = http.failure(request);
    CHECK(failure.cause == Cause::other);
    CHECK(failure.sent == Sent::nothing);
  }
  CHECK(server.connections() == 0);
}

}  // namespace
}  // namespace mediumsync::http
