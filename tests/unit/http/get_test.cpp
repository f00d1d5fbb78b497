#include <httplib.h>
#include <stdexcept>
#include <thread>

#include "fixture.hpp"

namespace mediumsync::http {
namespace {

// A well-behaved server (cpp-httplib) on a thread of its own. Owned by the test.
class Site {
 public:
  Site() : port_(server.bind_to_any_port("127.0.0.1")) {}
  ~Site() {
    server.stop();
    if (thread_.joinable()) thread_.join();
  }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  void serve() {
    thread_ = std::thread([this] { server.listen_after_bind(); });
    while (!server.is_running()) std::this_thread::yield();
  }
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }

  httplib::Server server;

 private:
  int port_;
  std::thread thread_;
};

TEST_CASE("a GET brings status and headers and body") {
  Site site;
  site.server.Get("/feed", [](const httplib::Request& request, httplib::Response& response) {
    response.set_header("ETag", "\"v1\"");
    response.set_header("X-Agent", request.get_header_value("User-Agent"));
    response.set_header("X-Validator", request.get_header_value("If-None-Match"));
    response.set_content("hello", "text/plain");
  });
  site.serve();
  Http http;
  auto request = get(site.url("/feed"));
  request.headers = {{"If-None-Match", "\"v0\""}};
  const auto response = http.answer(request);
  CHECK(response.status == 200);
  CHECK(response.body == "hello");
  CHECK(response.header("etag") == "\"v1\"");
  CHECK(response.header("x-agent") == "mediumsync-test/1");
  CHECK(response.header("x-validator") == "\"v0\"");
  CHECK_FALSE(response.header("x-absent").has_value());
  CHECK(response.url == site.url("/feed"));
  CHECK_FALSE(response.permanent_url.has_value());
}

TEST_CASE("a compressed body arrives unpacked") {
  const std::string text(100'000, 'x');
  Site site;
  site.server.Get(
      "/", [&](const httplib::Request&, httplib::Response& response) { response.set_content(text, "text/html"); });
  site.serve();
  Http http;
  const auto response = http.answer(get(site.url("/")));
  CHECK(response.header("content-encoding").has_value());
  CHECK(response.body == text);
}

TEST_CASE("the request says what it should and nothing else") {
  RawRequest seen;
  RawServer server([&](RawConnection& connection) {
    seen = connection.read_request().value();
    connection.answer("200 OK");
  });
  Http http;
  auto request = get(server.url("/a?b=c"));
  request.headers = {{"X-Empty", ""}};
  http.answer(request);
  CHECK(seen.line() == "GET /a?b=c HTTP/1.1");
  CHECK(seen.header("accept-encoding") == "gzip, br");
  CHECK(seen.header("x-empty") == "");
  CHECK_FALSE(seen.header("cookie").has_value());
  CHECK_FALSE(seen.header("authorization").has_value());
}

TEST_CASE("answers without a body end at once") {
  for (const std::string status : {"204 No Content", "304 Not Modified"}) {
    CAPTURE(status);
    RawServer server([&](RawConnection& connection) {
      while (connection.read_request()) connection.send("HTTP/1.1 " + status + "\r\nETag: \"v1\"\r\n\r\n");
    });
    Http http;
    const auto response = http.answer(get(server.url()));
    CHECK(std::to_string(response.status) == status.substr(0, 3));
    CHECK(response.body.empty());
    CHECK(response.header("etag") == "\"v1\"");
  }
}

TEST_CASE("headers are those of the last answer only") {
  RawServer server([](RawConnection& connection) {
    while (const auto request = connection.read_request()) {
      if (request->line().starts_with("GET /old ")) {
        connection.answer("301 Moved Permanently", "moved", "Location: /new\r\nX-Hop: first\r\n");
      } else {
        connection.send(
            "HTTP/1.1 103 Early Hints\r\nX-Hint: h\r\n\r\nHTTP/1.1 200 OK\r\nX-UPPER:  spaced \r\nX-Folded: one\r\n "
            "two\r\n"
            "Transfer-Encoding: chunked\r\nTrailer: X-Trailer\r\n\r\n4\r\nbody\r\n0\r\nX-Trailer: t\r\n\r\n");
      }
    }
  });
  Http http;
  auto request = get(server.url("/old"));
  request.redirects = Redirects::follow;
  const auto response = http.answer(request);
  CHECK(response.body == "body");
  CHECK(response.header("x-upper") == "spaced");
  CHECK(response.header("x-folded") == "one two");
  for (const auto* absent : {"x-hop", "x-hint", "x-trailer", "location"})
    CHECK_FALSE(response.header(absent).has_value());
}

TEST_CASE("a chain of redirects is permanent when every one of them is") {
  struct Row {
    std::vector<int> chain;
    bool permanent;
  };
  const Row rows[] = {{{301}, true},  {{308}, true},       {{301, 308, 301}, true}, {{302}, false},
                      {{307}, false}, {{301, 302}, false}, {{302, 301}, false},     {{303, 308}, false}};
  for (const auto& row : rows) {
    CAPTURE(row.chain);
    RawServer server([&](RawConnection& connection) {
      while (const auto request = connection.read_request()) {
        const auto hop = std::stoul(request->line().substr(5));
        if (hop == row.chain.size()) {
          connection.answer("200 OK", "there");
        } else {
          connection.answer(std::to_string(row.chain[hop]) + " Moved", "",
                            "Location: /" + std::to_string(hop + 1) + "\r\n");
        }
      }
    });
    Http http;
    auto request = get(server.url("/0"));
    request.redirects = Redirects::follow;
    const auto response = http.answer(request);
    const auto last = server.url("/" + std::to_string(row.chain.size()));
    CHECK(response.body == "there");
    CHECK(response.url == last);
    CHECK(response.permanent_url == (row.permanent ? std::optional(last) : std::nullopt));
  }
}

TEST_CASE("a redirect that is not to be followed is the answer") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("301 Moved", "", "Location: /elsewhere\r\n");
  });
  Http http;
  const auto response = http.answer(get(server.url("/here")));
  CHECK(response.status == 301);
  CHECK(response.header("location") == "/elsewhere");
  CHECK_FALSE(response.permanent_url.has_value());
  CHECK(server.requests() == 1);
}

TEST_CASE("a second GET uses the connection of the first") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("200 OK", "x");
  });
  Http http;
  for (int i = 0; i < 5; ++i) http.answer(get(server.url()));
  CHECK(server.requests_per_connection() == std::vector<std::size_t>{5});
}

TEST_CASE("a GET on a connection that died is sent again and its hook runs once") {
  RawServer server([](RawConnection& connection) {
    connection.read_request();
    connection.answer("200 OK", "x");
    if (connection.number() == 1) connection.read_request();  // and closes
  });
  Http http;
  http.answer(get(server.url()));
  int hooks = 0;
  auto again = get(server.url());
  again.before_send = [&] { ++hooks; };
  CHECK(http.answer(again).status == 200);
  CHECK(server.connections() == 2);
  CHECK(hooks == 1);
}

TEST_CASE("no more connections than allowed go to one host and none gets lost") {
  RawServer server([](RawConnection& connection) {
    while (connection.read_request()) connection.answer("200 OK", "x");
  });
  Http http({.user_agent = "t", .parallel = 4, .per_host = 2});
  int done = 0;
  std::vector<Transfer> transfers;
  for (int i = 0; i < 40; ++i) {
    transfers.push_back(http.client.start(get(server.url()), [&](Result result) {
      CHECK(std::holds_alternative<Response>(result));
      ++done;
    }));
  }
  REQUIRE(uv::run_until(
      http.loop, [&] { return done == 40; }, kPatience));
  CHECK(server.connections() <= 2);
}

}  // namespace
}  // namespace mediumsync::http

TEST_CASE("how long an answer wants to be kept is read within a day") {
  struct Row {
    std::string header;
    std::optional<std::chrono::seconds> age;
  };
  using std::chrono::seconds;
  const Row rows[] = {{"", std::nullopt},
                      {"no-cache", std::nullopt},
                      {"max-age=600", seconds(600)},
                      {"public, Max-Age=\"600\" , must-revalidate", seconds(600)},
                      {"s-maxage=9, max-age=0", seconds(0)},
                      {"max-age=-5", seconds(0)},
                      {"max-age=99999999999999999999999", seconds(86'400)},
                      {"max-age=soon", std::nullopt},
                      {"max-age=", std::nullopt},
                      {",,,", std::nullopt}};
  for (const Row& row : rows) {
    CAPTURE(row.header);
    const mediumsync::http::Response response{.status = 200, .headers = {{"cache-control", row.header}}};
    CHECK(response.max_age() == row.age);
  }
}
