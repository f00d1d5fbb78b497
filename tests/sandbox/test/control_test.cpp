#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <httplib.h>
#include <stdlib.h>

#include "sandbox/process/sandbox_process.hpp"
#include "sandbox/test/posts.hpp"

using namespace mediumsync::sandbox;
using namespace mediumsync::sandbox::test;
using Json = SandboxProcess::Json;

namespace {

// A folder below /tmp, gone with its owner.
class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "sandbox-test-XXXXXX";
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name} << text;
    return path_ / name;
  }
  std::string path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("files are served with validators and counted") {
  const Folder folder;
  folder.write("feed.xml", "<rss/>");
  const SandboxProcess sandbox{{"--files", folder.path()}};
  httplib::Client client{sandbox.control()};
  const auto first = client.Get("/files/feed.xml");
  REQUIRE(first);
  CHECK(first->status == 200);
  CHECK(first->body == "<rss/>");
  CHECK(first->get_header_value("Content-Type") == "application/xml");
  const std::string etag = first->get_header_value("ETag");
  const std::string modified = first->get_header_value("Last-Modified");
  CHECK(client.Get("/files/feed.xml", {{"If-None-Match", etag}})->status == 304);
  CHECK(client.Get("/files/feed.xml", {{"If-Modified-Since", modified}})->status == 304);
  CHECK(client.Get("/files/feed.xml", {{"If-None-Match", "\"other\""}, {"If-Modified-Since", modified}})->status ==
        200);
  folder.write("feed.xml", "<rss>more</rss>");
  CHECK(client.Get("/files/feed.xml", {{"If-None-Match", etag}})->status == 200);
  CHECK(client.Get("/files/../../etc/passwd")->status == 404);
  CHECK(client.Get("/files/none")->status == 404);
  const Json counts = sandbox.get("/counts");
  CHECK(counts.at("files").at("feed.xml") == 5);
  CHECK(counts.at("files_not_modified").at("feed.xml") == 2);
}

TEST_CASE("a test can play an author who writes edits and deletes") {
  const SandboxProcess sandbox;
  const Json story = sandbox.post("/stories", {{"user", "lea"},
                                               {"title", "By hand"},
                                               {"content", "<h1>By hand</h1><pre>code</pre>"},
                                               {"canonicalUrl", "https://example.org/a"},
                                               {"route", "import"}});
  const std::string id = story.at("id");
  CHECK(story.at("username") == "lea");
  CHECK(story.at("status") == "public");
  CHECK(story.at("grafs").size() == 1);
  const Json edited = sandbox.post("/stories/" + id, {{"title", "Otherwise"}, {"status", "draft"}});
  CHECK(edited.at("title") == "Otherwise");
  CHECK(edited.at("published_at").is_null());
  CHECK(edited.at("content") == story.at("content"));
  sandbox.post("/stories/" + id, {{"delete", true}});
  CHECK(sandbox.stories() == 0);
  CHECK_THROWS_AS(sandbox.remove("/stories/" + id), std::runtime_error);
  CHECK_THROWS_AS(sandbox.post("/stories", {{"user", "nobody"}, {"title", "x"}}), std::runtime_error);
}

TEST_CASE("tokens come and go") {
  const SandboxProcess sandbox;
  httplib::Client client{sandbox.base()};
  const auto me = [&](const char* token) {
    return client.Get("/v1/me", {{"User-Agent", "mediumsync/0.1"}, {"Authorization", std::string{"Bearer "} + token}});
  };
  CHECK(me("new")->status == 401);
  sandbox.post("/tokens", {{"user", "lea"}, {"token", "new"}});
  CHECK(Json::parse(me("new")->body).at("data").at("username") == "lea");
  sandbox.post("/tokens/revoke", {{"token", "new"}, {"code", 6005}});
  CHECK(me("new")->body == R"({"errors":[{"message":"Application not found","code":6005}]})");
  CHECK_THROWS_AS(sandbox.post("/tokens/revoke", {{"token", "none"}}), std::runtime_error);
  sandbox.post("/users/jane", {{"api_disabled", true}});
  CHECK(me("sandbox-token-jane")->status == 403);
}

TEST_CASE("a reset goes back to the seed") {
  const Folder folder;
  const auto seed =
      folder.write("seed.json", R"({"settings": {"quota_limit": 3}, "users": [{"username": "tom", "tokens": ["t"]}],
    "stories": [{"user": "tom", "title": "First", "content": "<p>a</p>"}]})");
  const SandboxProcess sandbox{{"--seed", seed}};
  CHECK(sandbox.stories() == 1);
  sandbox.post("/stories", {{"user", "tom"}, {"title", "Second"}, {"content", "<p>b</p>"}});
  sandbox.post("/settings", {{"quota_limit", 9}});
  sandbox.post("/faults", {{"fault", "500"}, {"count", "all"}});
  sandbox.post("/clock", {{"now", "2020-01-01T00:00:00Z"}, {"frozen", true}});
  httplib::Client{sandbox.base()}.Get("/");
  sandbox.post("/reset", Json::object());
  const Json state = sandbox.get("/state");
  CHECK(state.at("stories").size() == 1);
  CHECK(state.at("settings").at("quota_limit") == 3);
  CHECK(state.at("faults").empty());
  CHECK(state.at("counts").empty());
  CHECK(state.at("clock").at("frozen") == false);
}

TEST_CASE("mistakes on the control port are told") {
  const SandboxProcess sandbox;
  CHECK_THROWS_WITH_AS(sandbox.post("/settings", {{"quota", 1}}), doctest::Contains("unknown setting quota"),
                       std::runtime_error);
  CHECK_THROWS_AS(sandbox.post("/settings", {{"quota_limit", "many"}}), std::runtime_error);
  CHECK_THROWS_WITH_AS(sandbox.post("/faults", {{"fault", "fire"}}), doctest::Contains("no fault fire"),
                       std::runtime_error);
  CHECK_THROWS_AS(sandbox.post("/clock", {{"now", "soon"}}), std::runtime_error);
  CHECK(sandbox.get("/settings").at("quota_limit") == 10);
}

TEST_CASE("the export and the statistics are those of the user asked for") {
  const SandboxProcess sandbox;
  sandbox.post("/stories", {{"user", "jane"}, {"title", "Mine"}, {"content", "<p>a</p>"}});
  httplib::Client client{sandbox.control()};
  const auto zip = client.Get("/export/@jane.zip");
  REQUIRE(zip);
  CHECK(zip->get_header_value("Content-Type") == "application/zip");
  CHECK(zip->body.starts_with("PK"));
  CHECK(zip->body.find("_Mine-") != std::string::npos);
  CHECK(client.Get("/export/@nobody.zip")->status == 404);
  CHECK(client.Get("/stats/@jane.json")->body.find("\"title\":\"Mine\"") != std::string::npos);
}

TEST_CASE("story addresses can begin at the sandbox itself") {
  const SandboxProcess sandbox{{"--site", "self"}};
  const Json story = sandbox.post("/stories", {{"user", "jane"}, {"title", "Here"}, {"content", "<p>a</p>"}});
  const std::string url = story.at("url");
  REQUIRE(url.starts_with(sandbox.base() + "/@jane/here-"));
  CHECK(httplib::Client{sandbox.base()}.Get(url.substr(sandbox.base().size()))->status == 200);
}

TEST_CASE("a port that is taken and a seed that is wrong are refused") {
  const SandboxProcess sandbox;
  CHECK_THROWS_AS(SandboxProcess({"--port", std::to_string(sandbox.port())}), std::runtime_error);
  const Folder folder;
  CHECK_THROWS_AS(SandboxProcess({"--seed", folder.write("a.json", "{")}), std::runtime_error);
  CHECK_THROWS_AS(
      SandboxProcess(
          {"--seed",
           folder.write("b.json", R"({"publications":[{"name":"x","contributors":[{"user":"y","role":"editor"}]}]})")}),
      std::runtime_error);
}
