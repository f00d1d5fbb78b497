#include "sandbox/model/validation.hpp"

#include <array>
#include <doctest/doctest.h>

#include "unit/sandbox/seeded.hpp"

using namespace mediumsync::sandbox;

namespace {

std::variant<Story, Refusal> check(const Json& changes, const Settings& settings = {}) {
  Json body = test::complete_post();
  body.merge_patch(changes);
  return check_story(body.dump(), settings, test::noon);
}

Story accepted(const Json& changes) {
  const auto checked = check(changes);
  REQUIRE(std::holds_alternative<Story>(checked));
  return std::get<Story>(checked);
}

struct Row {
  const char* changes;  // a merge patch: null takes a member away
  int code;
};

}  // namespace

TEST_CASE("what is wrong with a post is refused with its code") {
  constexpr std::array<Row, 31> rows{
      {{R"({"content": null})", 2002},
       {R"({"content": ""})", 2002},
       {R"({"content": " \n"})", 2002},
       {R"({"content": 1})", 2002},
       {R"({"title": null})", -1},
       {R"({"title": " "})", -1},
       {R"({"title": ["x"]})", -1},
       {R"({"contentFormat": null})", -1},
       {R"({"contentFormat": "HTML"})", -1},
       {R"({"contentFormat": "text"})", -1},
       {R"({"publishStatus": "Public"})", -1},
       {R"({"publishStatus": "published"})", -1},
       {R"({"publishStatus": 1})", -1},
       {R"({"license": "CC-40-BY"})", -1},
       {R"({"license": "mit"})", -1},
       {R"({"canonicalUrl": "/a"})", -1},
       {R"({"canonicalUrl": "example.org/a"})", -1},
       {R"({"canonicalUrl": "mailto:a@example.org"})", -1},
       {R"({"notifyFollowers": "yes"})", -1},
       {R"({"tags": "one,two"})", 6007},
       {R"({"tags": {"a": 1}})", 6007},
       {R"({"tags": ["one", 2]})", 6007},
       {R"({"tags": [["one"]]})", 6007},
       {R"({"publishedAt": "2024-05-01T12:00:01Z"})", 2014},
       {R"({"publishedAt": "2024-05-01T12:00:00Z"})", 2014},
       {R"({"publishedAt": "2031-01-01"})", 2014},
       {R"({"publishedAt": "soon"})", -1},
       {R"({"content": "<ul><li>a<img src=\"https://example.org/a.png\"></li></ul>"})", -1},
       {R"({"content": "<ol><li><p>a</p><pre>b</pre></li></ol>"})", -1},
       {R"({"content": "<ul><li>a<ul><li><pre>b</pre></li></ul></li></ul>"})", -1},
       {R"({"contentFormat": "markdown", "content": "- a\n\n      code"})", -1}}};
  for (const Row& row : rows) {
    CAPTURE(std::string{row.changes});
    const auto checked = check(Json::parse(row.changes));
    REQUIRE(std::holds_alternative<Refusal>(checked));
    CHECK(std::get<Refusal>(checked).status == 400);
    CHECK(std::get<Refusal>(checked).code == row.code);
  }
}

TEST_CASE("a body that is no JSON object is refused") {
  for (const char* body : {"", "x", "[]", "\"a\"", "{\"title\":", "null"}) {
    CHECK(std::holds_alternative<Refusal>(check_story(body, {}, test::noon)));
  }
}

TEST_CASE("bad nesting is said in Medium's words") {
  const auto checked = check(Json::parse(R"({"content": "<ul><li><pre>x</pre></li></ul>"})"));
  CHECK(std::get<Refusal>(checked).message == "Failure: Bad nested paragraphs: [ LI ]");
}

TEST_CASE("inline code in a list item is no bad nesting") {
  CHECK(accepted(Json::parse(R"({"content": "<ul><li>a <code>b</code></li></ul><pre>c</pre>"})")).tags.size() == 1);
}

TEST_CASE("what is not sent has Medium's defaults") {
  const Story story = accepted(Json::parse(
      R"({"tags": null, "canonicalUrl": null, "publishStatus": null, "license": null, "publishedAt": null})"));
  CHECK(story.status == Status::published);
  CHECK(story.license.empty());
  CHECK(story.canonical_url.empty());
  CHECK(story.tags.empty());
  CHECK(story.published_at == test::noon);
}

TEST_CASE("the first three tags count and long ones are dropped") {
  const Story story = accepted(
      {{"tags", {"one", std::string(26, 'x'), " two ", "日本語日本語日本語日本語日本語日本語日本語日本語日", "four"}}});
  CHECK(story.tags == std::vector<std::string>{"one", "two", "日本語日本語日本語日本語日本語日本語日本語日本語日"});
}

TEST_CASE("a tag can be refused by a setting") {
  Settings settings;
  settings.refused_tags = {"bad"};
  CHECK(std::get<Refusal>(check({{"tags", {"good", "bad"}}}, settings)).code == 6007);
}

TEST_CASE("a title over 100 characters is made up from the first text") {
  CHECK(accepted({{"title", std::string(100, 'x')}}).title == std::string(100, 'x'));
  CHECK(accepted({{"title", std::string(101, 'x')}}).title == "A title");
  const Story long_text =
      accepted({{"title", std::string(101, 'x')}, {"content", "<p>" + std::string(300, 'y') + "</p>"}});
  CHECK(long_text.title == std::string(100, 'y'));
}

TEST_CASE("a draft has no date of publishing") {
  CHECK_FALSE(accepted({{"publishStatus", "draft"}}).published_at);
  CHECK(accepted({{"publishStatus", "unlisted"}}).published_at == parse_instant("2024-04-30T10:00:00Z"));
}

TEST_CASE("Markdown can be refused") {
  Settings settings;
  settings.refuse_markdown = true;
  CHECK(std::get<Refusal>(check({{"contentFormat", "markdown"}}, settings)).code == 2012);
  CHECK(accepted({{"contentFormat", "markdown"}}).format == Format::markdown);
}

TEST_CASE("only an image of a known type with a file name is taken") {
  const Part good{"image", "a.png", "image/png", "bytes"};
  const auto taken = [](const Part& part) { return std::holds_alternative<Part>(check_image({part}, {})); };
  for (const char* type : {"image/png", "image/jpeg", "image/gif", "image/tiff"}) {
    CHECK(taken({"image", "a", type, "bytes"}));
  }
  for (const char* type : {"image/jpg", "image/webp", "image/avif", "image/svg+xml", "text/plain", "", "IMAGE/PNG"}) {
    CHECK_FALSE(taken({"image", "a", type, "bytes"}));
  }
  CHECK_FALSE(taken({"file", "a.png", "image/png", "bytes"}));
  CHECK_FALSE(taken({"image", "", "image/png", "bytes"}));
  CHECK_FALSE(taken({"image", "a.png", "image/png", ""}));
  CHECK(std::holds_alternative<Refusal>(check_image({}, {})));
  Settings small;
  small.max_image_bytes = 4;
  CHECK(std::get<Refusal>(check_image({good}, small)).status == 413);
}
