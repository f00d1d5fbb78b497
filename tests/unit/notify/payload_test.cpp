#include "notify/payload.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "messages.hpp"

namespace mediumsync::notify {
namespace {

using Json = nlohmann::json;

std::string header(const Payload& payload, const std::string& name) {
  for (const auto& [key, value] : payload.headers) {
    if (key == name) return value;
  }
  return {};
}

TEST_CASE("JSON has everything and a text that Slack's kin show") {
  const Json json = Json::parse(payload(message(notice(Topic::published)), Format::json).body);
  CHECK(json.at("id") == "0123456789abcdef");
  CHECK(json.at("event") == "published");
  CHECK(json.at("at") == "2027-01-15T08:00:00Z");
  CHECK(json.at("text").get<std::string>().starts_with("Published: A title\n"));
  CHECK(json.at("post").at("id") == 7);
  CHECK(json.at("post").at("url") == "https://medium.com/p/abc");
  CHECK(json.at("post").at("canonical_url").is_null());
}

TEST_CASE("a digest's JSON lists a hundred and counts them all") {
  const Json json = Json::parse(to_json(digest(150, 1)));
  CHECK(json.at("event") == "digest");
  CHECK(json.at("count") == 151);
  CHECK(json.at("events").size() == 100);
  CHECK(json.at("events").at(0).at("event") == "published");
}

TEST_CASE("bytes that are no text do not break the JSON") {
  CHECK(Json::parse(to_json(message(notice(Topic::failed, "a\xff", "b\xfe")))).at("event") == "failed");
}

TEST_CASE("Slack gets nothing but its text in its own markup") {
  const Payload made = payload(message(notice(Topic::failed, "a <b> & c")), Format::slack);
  const Json json = Json::parse(made.body);
  CHECK(json.size() == 1);
  CHECK(json.at("text").get<std::string>().starts_with("*Failed: a &lt;b&gt; &amp; c*\n"));
}

TEST_CASE("ntfy gets a text and the rest in headers") {
  const Payload made = payload(message(notice(Topic::published, "Grüße")), Format::ntfy);
  CHECK(made.body == "“Grüße” is on Medium.\nhttps://medium.com/p/abc\n");
  CHECK(header(made, "Title") == "=?UTF-8?B?UHVibGlzaGVkOiBHcsO8w59l?=");
  CHECK(header(made, "Click") == "https://medium.com/p/abc");
  CHECK(header(made, "Priority") == "2");
}

TEST_CASE("a body is signed as GitHub signs") {
  // Its own example: https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
  CHECK(signature("It's a Secret to Everybody", "Hello, World!") ==
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
}

TEST_CASE("an id is the same for the same message and another for any other") {
  const Notice one = notice(Topic::failed);
  Notice two = one;
  two.event = 42;
  const std::string id = message_id("hook", one, one);
  CHECK(id.size() == 32);
  CHECK(message_id("hook", one, one) == id);
  CHECK(message_id("mail", one, one) != id);
  CHECK(message_id("hook", one, two) != id);
  CHECK(message_id("hook", two, two) != id);
}

}  // namespace
}  // namespace mediumsync::notify
