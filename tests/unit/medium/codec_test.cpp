#include "medium/codec.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace mediumsync;
using nlohmann::json;

namespace {

http::Response ok(std::string body) {
  http::Response response;
  response.status = 200;
  response.body = std::move(body);
  return response;
}

}  // namespace

TEST_CASE("a create request always says how it is published") {
  const json request = json::parse(medium::encode({.title = "T", .html = "<h1>T</h1>", .tags = {"a", "b"}}));
  CHECK(request.at("publishStatus") == "draft");
  CHECK(request.at("contentFormat") == "html");
  CHECK(request.at("license") == "all-rights-reserved");
  CHECK(request.at("notifyFollowers") == false);
  CHECK(request.at("tags") == json::array({"a", "b"}));
  CHECK_FALSE(request.contains("canonicalUrl"));
  CHECK_FALSE(request.contains("publishedAt"));
}

TEST_CASE("a create request carries what the post asks for") {
  medium::NewStory story{.title = "T", .html = "<h1>T</h1>"};
  story.status = core::PublishStatus::public_;
  story.license = core::License::cc_40_by;
  story.notify_followers = core::NotifyFollowers::yes;
  story.canonical_url = "https://blog.example/t";
  story.published_at = core::parse_rfc3339("2020-01-02T03:04:05Z");
  const json request = json::parse(medium::encode(story));
  CHECK(request.at("publishStatus") == "public");
  CHECK(request.at("license") == "cc-40-by");
  CHECK(request.at("notifyFollowers") == true);
  CHECK(request.at("canonicalUrl") == "https://blog.example/t");
  CHECK(request.at("publishedAt") == "2020-01-02T03:04:05Z");
}

TEST_CASE("bytes that are no UTF-8 do not stop a request") {
  CHECK_NOTHROW(json::parse(medium::encode({.title = "T\xff", .html = "<h1>\xc3</h1>"})));
}

TEST_CASE("the profile is read and one without an id is not believed") {
  const auto profile = medium::read_profile(
      ok(R"({"data":{"id":"1f","username":"jane","name":"Jane","url":"https://medium.com/@jane"}})"));
  REQUIRE(profile);
  CHECK(profile->id == "1f");
  CHECK(profile->username == "jane");
  for (const char* body : {R"({"data":{"username":"jane"}})", R"({"data":{"id":7,"username":"jane"}})",
                           R"({"data":[]})", "{}", "", "<html>"}) {
    CAPTURE(body);
    CHECK_FALSE(medium::read_profile(ok(body)));
  }
}

TEST_CASE("publications and contributors are read and odd members passed over") {
  const auto publications = medium::read_publications(
      ok(R"({"data":[{"id":"p1","name":"One","url":"https://medium.com/one"},{"name":"no id"},{"id":"p2"}]})"));
  REQUIRE(publications);
  REQUIRE(publications->size() == 2);
  CHECK(publications->at(0).name == "One");
  CHECK(publications->at(1).name == "p2");
  const auto contributors = medium::read_contributors(ok(
      R"({"data":[{"publicationId":"p1","userId":"u","role":"writer"},{"userId":"u","role":"editor"},{"userId":"x"}]})"));
  REQUIRE(contributors);
  REQUIRE(contributors->size() == 2);
  CHECK(contributors->at(0).role == medium::Role::writer);
  CHECK(contributors->at(1).role == medium::Role::editor);
}

TEST_CASE("an uploaded image is its address") {
  http::Response response = ok(R"({"data":{"url":"https://cdn-images-1.medium.com/proxy/1*KEY.png","md5":"KEY"}})");
  response.status = 201;
  const auto image = medium::read_image(response);
  REQUIRE(image);
  CHECK(image->url == "https://cdn-images-1.medium.com/proxy/1*KEY.png");
}
