#include <doctest/doctest.h>

#include "ctl/print.hpp"

using namespace mediumsync;
using namespace mediumsync::ctl;

namespace {

const Json drifted =
    Json::parse(R"({"post":{"id":4,"title":"Title"},"drifted":true,"settled":false,"note":"Edit it by hand",
  "facts":[{"name":"tags","before":"one","after":"one, two"},{"name":"canonical address","before":"","after":"https://a.example/"}],
  "paragraphs":[
    {"change":"same","kind":"title","words":[{"change":"same","text":"Title"}]},
    {"change":"same","kind":"paragraph","words":[{"change":"same","text":"far away"}]},
    {"change":"same","kind":"paragraph","words":[{"change":"same","text":"before"}]},
    {"change":"changed","kind":"paragraph","words":[{"change":"same","text":"the"},{"change":"removed","text":"old"},{"change":"added","text":"new\u001b[2J"}]},
    {"change":"removed","kind":"item","words":[{"change":"removed","text":"gone"}]},
    {"change":"added","kind":"paragraph","words":[{"change":"added","text":"come"}]}]})");

}  // namespace

TEST_CASE("a difference is shown in words with what to do about it") {
  CHECK(print("diff", drifted, {}, {}) ==
        "Title\n\n~ tags: [-one-] {+one, two+}\n~ canonical address: {+https://a.example/+}\n"
        "  … 2 lines as before\n  before\n~ the [-old-] {+new\\x1b[2J+}\n- item: gone\n+ come\n\nEdit it by hand\n");
}

TEST_CASE("on a terminal a difference has colours") {
  const std::string text = print("diff", drifted, {.colored = true, .fitted = true, .width = 80}, {});
  CHECK(text.find("\x1b[31m[-old-]\x1b[0m") != std::string::npos);
  CHECK(text.find("\x1b[32m+ come\x1b[0m") != std::string::npos);
}

TEST_CASE("a post without a difference says so") {
  const Json reply =
      Json::parse(R"({"post":{"title":"T"},"note":"post 4 has not changed","facts":[],"paragraphs":[]})");
  CHECK(print("diff", reply, {}, {}) == "post 4 has not changed\n");
  const Json marks = Json::parse(
      R"({"post":{"title":"T"},"note":"n","facts":[],"paragraphs":[{"change":"same","kind":"paragraph","words":[{"change":"same","text":"x"}]}]})");
  CHECK(print("diff", marks, {}, {}).find("The words are the same") != std::string::npos);
}

TEST_CASE("a drifted post says so where it is shown") {
  const Json reply = Json::parse(R"({"post":{"id":4,"title":"T","state":"published","drifted":true}})");
  CHECK(print("show", reply, {}, {}).find("mediumsyncctl diff 4") != std::string::npos);
  CHECK(print("list", Json{{"posts", Json::array({reply.at("post")})}}, {}, {}).find("(drifted)") != std::string::npos);
}
