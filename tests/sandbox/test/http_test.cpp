#include <arpa/inet.h>
#include <array>
#include <doctest/doctest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/process/sandbox_process.hpp"
#include "sandbox/test/posts.hpp"
#include "sandbox/test/wire.hpp"

using namespace mediumsync::sandbox;
using namespace mediumsync::sandbox::test;
using namespace std::chrono_literals;
using Json = SandboxProcess::Json;

namespace {

const httplib::Headers as_jane{{"User-Agent", "mediumsync/0.1"}, {"Authorization", "Bearer sandbox-token-jane"}};

httplib::Result post(httplib::Client& client, const SandboxProcess& sandbox, const Json& changes = Json::object()) {
  return client.Post(own_posts(sandbox), as_jane, a_post(changes), "application/json");
}

// A server's socket that nobody accepts from: it connects and then says nothing.
class SilentServer {
 public:
  SilentServer() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(bind(fd_, reinterpret_cast<const sockaddr*>(&address), length) == 0);
    REQUIRE(listen(fd_, 4) == 0);
    REQUIRE(getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentServer() { close(fd_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  int port() const { return port_; }

 private:
  int fd_;
  int port_ = 0;
};

}  // namespace

TEST_CASE("a post becomes a story that can be read") {
  const SandboxProcess sandbox;
  httplib::Client client{sandbox.base()};
  const auto created = post(client, sandbox, {{"tags", {"one"}}});
  REQUIRE(created);
  CHECK(created->status == 201);
  CHECK(created->get_header_value("server") == "cloudflare");
  CHECK(created->get_header_value("content-type") == "application/json; charset=utf-8");
  CHECK_FALSE(created->has_header("Retry-After"));
  const Json data = Json::parse(created->body).at("data");
  const std::string id = data.at("id");
  const auto page = client.Get("/@jane/a-title-" + id);
  REQUIRE(page);
  CHECK(page->status == 200);
  CHECK(page->body.find("<h1>A title</h1>") != std::string::npos);
  CHECK(client.Get("/p/" + id)->get_header_value("location") == "/@jane/a-title-" + id);
  CHECK(client.Get("/feed/@jane")->body.find("https://medium.com/p/" + id) != std::string::npos);
  const Json story = sandbox.get("/stories/" + id);
  CHECK(story.at("page") == "/@jane/a-title-" + id);
  CHECK(story.at("grafs").at(0).at("kind") == "title");
}

TEST_CASE("an uploaded image is served and shown") {
  const SandboxProcess sandbox;
  httplib::Client client{sandbox.base()};
  const std::string bytes = std::string{"\x89PNG\r\n\x1a\n"} + std::string(50'000, '\0') + "--end";
  const httplib::MultipartFormDataItems items{{"image", bytes, "a picture.png", "image/png"}};
  const auto uploaded = client.Post("/v1/images", as_jane, items);
  REQUIRE(uploaded);
  REQUIRE(uploaded->status == 201);
  const Json data = Json::parse(uploaded->body).at("data");
  const std::string url = data.at("url");
  CHECK(url == "https://cdn-images-1.medium.com/proxy/1*" + data.at("md5").get<std::string>() + ".png");
  const auto served = client.Get(url.substr(url.find("/proxy/")));
  REQUIRE(served);
  CHECK(served->get_header_value("content-type") == "image/png");
  CHECK(served->body == bytes);
  const auto created = post(client, sandbox, {{"content", "<figure><img src=\"" + url + "\"></figure>"}});
  CHECK(created->status == 201);
}

TEST_CASE("images of no known type are refused") {
  const SandboxProcess sandbox;
  httplib::Client client{sandbox.base()};
  for (const char* type : {"image/jpg", "image/webp", "image/svg+xml"}) {
    const httplib::MultipartFormDataItems items{{"image", "bytes", "a", type}};
    CHECK(client.Post("/v1/images", as_jane, items)->status == 400);
  }
}

TEST_CASE("the quota follows the clock of the control port") {
  const SandboxProcess sandbox;
  httplib::Client client{sandbox.base()};
  sandbox.post("/clock", {{"now", "2024-05-01T12:00:00Z"}, {"frozen", true}});
  for (int i = 0; i < 10; ++i) CHECK(post(client, sandbox)->status == 201);
  const auto refused = post(client, sandbox);
  CHECK(refused->status == 429);
  CHECK(refused->body ==
        R"({"errors":[{"message":"User has reached the rate limit for publishing today.","code":-1}]})");
  CHECK_FALSE(refused->has_header("Retry-After"));
  sandbox.post("/clock", {{"advance_s", 86'399}});
  CHECK(post(client, sandbox)->status == 429);
  sandbox.post("/clock", {{"advance_s", 1}});
  CHECK(post(client, sandbox)->status == 201);
  CHECK(sandbox.stories() == 11);
}

TEST_CASE("a post that names an image which does not answer is stored and hangs") {
  const SandboxProcess sandbox;
  sandbox.post("/settings", {{"image_timeout_ms", 100}, {"dead_image_hosts", {"dead.example.org"}}});
  const SilentServer silent;
  const std::string nobody = "http://127.0.0.1:" + std::to_string([] { return SilentServer{}.port(); }());
  const std::array<std::string, 5> dead{nobody + "/a.png",
                                        "http://127.0.0.1:" + std::to_string(silent.port()) + "/b.png",
                                        "https://pictures.invalid/c.png", "https://dead.example.org/d.png",
                                        nobody.substr(0, 4) + "s" + nobody.substr(4) + "/e.png"};
  for (const std::string& url : dead) {
    CAPTURE(url);
    const std::size_t stories = sandbox.stories();
    const Wire wire{sandbox.port()};
    const std::string body = a_post({{"content", "<p>a</p><img src=\"" + url + "\">"}});
    wire.send(request("POST " + own_posts(sandbox), body));
    CHECK(hangs(sandbox, 1));
    CHECK(wire.receive(20ms).end == End::silence);
    CHECK(sandbox.stories() == stories + 1);
    const Json last = sandbox.get("/requests").at("requests").back();
    CHECK(last.at("fault") == "hang_after");
    CHECK(last.at("dead_image") == url);
    CHECK(last.at("status").is_null());
    sandbox.remove("/faults");
    CHECK(hangs(sandbox, 0));
  }
}

TEST_CASE("a post whose images answer is answered") {
  const SandboxProcess sandbox{{"--files", MEDIUMSYNC_SOURCE_DIR}};
  httplib::Client client{sandbox.base()};
  for (const std::string& url : {sandbox.file("LICENSE"), sandbox.file("no-such-file"),
                                 std::string{"https://example.org/a.png"}, sandbox.base() + "/proxy/1*x.png"}) {
    CAPTURE(url);
    CHECK(post(client, sandbox, {{"content", "<img src=\"" + url + "\">"}})->status == 201);
  }
  CHECK(sandbox.get("/counts").at("files").at("LICENSE") == 1);
}

TEST_CASE("a feed that is polled too often is refused when the setting says so") {
  const SandboxProcess sandbox;
  httplib::Client client{sandbox.base()};
  CHECK(client.Get("/feed/@jane")->status == 200);
  sandbox.post("/settings", {{"feed_min_interval_s", 60}});
  CHECK(client.Get("/feed/@jane")->status == 429);
  sandbox.post("/clock", {{"advance_s", 61}});
  CHECK(client.Get("/feed/@jane")->status == 200);
}

TEST_CASE("browsers see pages and not the API") {
  const SandboxProcess sandbox;
  httplib::Client client{sandbox.base()};
  const httplib::Headers browser{{"User-Agent", "Mozilla/5.0"}, {"Authorization", "Bearer sandbox-token-jane"}};
  CHECK(client.Get("/", browser)->status == 200);
  CHECK(client.Get("/@jane", browser)->status == 200);
  CHECK(client.Get("/v1/me", browser)->status == 403);
}

TEST_CASE("what can't be asked for is refused") {
  const SandboxProcess sandbox;
  httplib::Client client{sandbox.base()};
  CHECK(client.Get("/v1/posts", as_jane)->status == 404);
  CHECK(client.Delete(own_posts(sandbox), as_jane)->status == 404);
  CHECK(client.Put("/v1/me", as_jane, "x", "text/plain")->status == 404);
  CHECK(client.Get("/" + std::string(5000, 'x'))->status == 414);
}
