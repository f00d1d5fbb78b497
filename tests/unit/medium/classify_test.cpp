#include <doctest/doctest.h>
#include <string>
#include <vector>

#include "medium/codec.hpp"

using namespace mediumsync;
using namespace std::chrono_literals;

namespace {

http::Response answer(int status, std::string body, std::vector<http::Header> headers = {}) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}

std::string error_body(int code, const std::string& message) {
  return R"({"errors":[{"message":")" + message + R"(","code":)" + std::to_string(code) + "}]}";
}

// An outcome in one word, so that a table can name it.
struct Word {
  std::string operator()(const medium::Published&) const { return "published"; }
  std::string operator()(const medium::NotSent& o) const {
    return o.kind == medium::NotSent::Kind::certificate ? "not-sent/certificate" : "not-sent";
  }
  std::string operator()(const medium::Refused& o) const {
    using Kind = medium::Refused::Kind;
    switch (o.kind) {
      case Kind::post:
        return "refused/post";
      case Kind::tags:
        return "refused/tags";
      case Kind::published_at:
        return "refused/published-at";
      case Kind::author:
        return "refused/author";
      case Kind::permission:
        return "refused/permission";
    }
    return "?";
  }
  std::string operator()(const medium::Unauthorized&) const { return "unauthorized"; }
  std::string operator()(const medium::Throttled& o) const {
    using Kind = medium::Throttled::Kind;
    return o.kind == Kind::quota ? "throttled/quota" : o.kind == Kind::rate ? "throttled/rate" : "throttled/cloudflare";
  }
  std::string operator()(const medium::InDoubt&) const { return "in-doubt"; }
};

std::string word(const http::Result& result) {
  return std::visit(Word{}, medium::classify_create(result));
}

const std::string cloudflare_page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>";

}  // namespace

TEST_CASE("every answer to a create request has the meaning that Medium's error table gives it") {
  struct Row {
    std::string what;
    http::Response response;
    std::string expected;
  };
  const std::vector<Row> rows{
      {"created", answer(201, R"({"data":{"id":"abc","url":"https://medium.com/@j/abc"}})"), "published"},
      {"created and cut off", answer(201, R"({"data":{"id":"ab)"), "published"},
      {"created with no JSON", answer(201, "ok"), "published"},
      {"200 instead of 201", answer(200, R"({"data":{"id":"abc"}})"), "in-doubt"},
      {"202 instead of 201", answer(202, ""), "in-doubt"},
      {"204 instead of 201", answer(204, ""), "in-doubt"},
      {"no token", answer(401, error_body(6000, "Token missing")), "unauthorized"},
      {"invalid token", answer(401, error_body(6001, "invalid")), "unauthorized"},
      {"Token was invalid.", answer(401, error_body(6003, "Token was invalid.")), "unauthorized"},
      {"dead token", answer(401, error_body(6005, "Application not found")), "unauthorized"},
      {"401 with no JSON", answer(401, ""), "unauthorized"},
      {"scope missing", answer(403, error_body(6002, "scope")), "unauthorized"},
      {"API disabled", answer(403, error_body(6027, "disabled")), "unauthorized"},
      {"403 of another kind", answer(403, error_body(0, "no")), "refused/permission"},
      {"user not found as 400", answer(400, error_body(6004, "User not found")), "refused/author"},
      {"user not found as 401", answer(401, error_body(6004, "User not found")), "refused/author"},
      {"user not found as 403", answer(403, error_body(6004, "User not found")), "refused/author"},
      {"user not found as 404", answer(404, error_body(6004, "User not found")), "refused/author"},
      {"404 of something that is not Medium", answer(404, "<html>nginx</html>"), "refused/author"},
      {"bad tags", answer(400, error_body(6007, "Unexpected fields specified.")), "refused/tags"},
      {"no content", answer(400, error_body(2002, "No content specified.")), "refused/post"},
      {"Markdown refused", answer(400, error_body(2012, "x")), "refused/post"},
      {"date in the future", answer(400, error_body(2014, "publishedAt")), "refused/published-at"},
      {"nested paragraphs", answer(400, error_body(-1, "Failure: Bad nested paragraphs: [ LI ]")), "refused/post"},
      {"400 with no JSON", answer(400, ""), "refused/post"},
      {"too large", answer(413, ""), "refused/post"},
      {"unprocessable", answer(422, "{}"), "refused/post"},
      {"quota", answer(429, error_body(-1, "User has reached the rate limit for publishing today.")),
       "throttled/quota"},
      {"quota by its other code", answer(429, error_body(1007, "rate")), "throttled/quota"},
      {"429 of another kind", answer(429, ""), "throttled/rate"},
      {"Cloudflare by header", answer(403, cloudflare_page, {{"cf-mitigated", "challenge"}}), "throttled/cloudflare"},
      {"Cloudflare by its page", answer(403, cloudflare_page, {{"content-type", "text/html; charset=UTF-8"}}),
       "throttled/cloudflare"},
      {"500", answer(500, ""), "in-doubt"},
      {"502", answer(502, "<html>"), "in-doubt"},
      {"503", answer(503, "", {{"retry-after", "5"}}), "in-doubt"},
      {"504", answer(504, ""), "in-doubt"},
      {"redirect 301", answer(301, "", {{"location", "https://elsewhere.example/"}}), "in-doubt"},
      {"redirect 307", answer(307, "", {{"location", "https://elsewhere.example/"}}), "in-doubt"},
      {"redirect 308", answer(308, ""), "in-doubt"},
      {"request time-out", answer(408, ""), "in-doubt"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(word(row.response) == row.expected);
  }
}

TEST_CASE("Medium's sentences lose their full stop so that ours may go on") {
  const medium::Outcome outcome = medium::classify_create(answer(401, error_body(6003, "Token was invalid.")));
  CHECK(std::get<medium::Unauthorized>(outcome).reason == "Medium answered 401 (code 6003): Token was invalid");
}

TEST_CASE("every number from 100 to 599 is some outcome and only 201 is a story") {
  for (int status = 100; status < 600; ++status) {
    CAPTURE(status);
    for (const std::string& body :
         {std::string(), std::string("{}"), std::string(R"({"errors":[]})"), std::string(R"({"errors":[7]})"),
          std::string(R"({"errors":[{"code":"x","message":5}]})"), std::string("[[[[")}) {
      const bool published = word(answer(status, body)) == "published";
      CHECK(published == (status == 201));
    }
  }
}

TEST_CASE("a failed transfer is in doubt exactly when bytes may have left") {
  for (const http::Cause cause :
       {http::Cause::bad_url, http::Cause::resolve, http::Cause::connect, http::Cause::certificate, http::Cause::tls,
        http::Cause::address_refused, http::Cause::timeout, http::Cause::too_large, http::Cause::connection_lost,
        http::Cause::protocol, http::Cause::other}) {
    CHECK(word(http::Failure{cause, http::Sent::maybe, "x", std::nullopt}) == "in-doubt");
    const std::string unsent = word(http::Failure{cause, http::Sent::nothing, "x", std::nullopt});
    CHECK(unsent == (cause == http::Cause::certificate ? "not-sent/certificate" : "not-sent"));
  }
}

TEST_CASE("an answer that broke off after saying 201 proves the story") {
  CHECK(word(http::Failure{http::Cause::connection_lost, http::Sent::maybe, "reset", 201}) == "published");
  CHECK(word(http::Failure{http::Cause::connection_lost, http::Sent::maybe, "reset", 500}) == "in-doubt");
}

TEST_CASE("Retry-After is believed within a day") {
  struct Row {
    std::string value;
    std::optional<std::chrono::seconds> expected;
  };
  const std::vector<Row> rows{{"5", 5s},
                              {"0", 0s},
                              {"-1", 0s},
                              {"1000000000", 24h},
                              {"99999999999999999999", 24h},
                              {" 7 ", 7s},
                              {"x", {}},
                              {"", {}},
                              {"Wed, 21 Oct 2015 07:28:00 GMT", {}}};
  for (const Row& row : rows) {
    CAPTURE(row.value);
    const medium::Outcome outcome = medium::classify_create(answer(429, "", {{"retry-after", row.value}}));
    CHECK(std::get<medium::Throttled>(outcome).retry_after == row.expected);
  }
}

TEST_CASE("a reason carries Medium's words without control characters") {
  const medium::Outcome outcome =
      medium::classify_create(answer(400, "{\"errors\":[{\"message\":\"bad \\u001b[31m thing\",\"code\":2002}]}"));
  const std::string reason = std::get<medium::Refused>(outcome).reason;
  CHECK(reason.find("2002") != std::string::npos);
  CHECK(reason.find("bad ") != std::string::npos);
  CHECK(reason.find('\x1b') == std::string::npos);
}

TEST_CASE("what would be in doubt for a story is only a failed try for a question") {
  const auto answered =
      medium::read_profile(http::Failure{http::Cause::timeout, http::Sent::maybe, "slow", std::nullopt});
  REQUIRE_FALSE(answered);
  CHECK(std::holds_alternative<medium::NotSent>(answered.error()));
  const auto broken = medium::read_profile(answer(502, ""));
  REQUIRE_FALSE(broken);
  CHECK(std::holds_alternative<medium::NotSent>(broken.error()));
  const auto dead = medium::read_profile(answer(401, error_body(6005, "Application not found")));
  REQUIRE_FALSE(dead);
  CHECK(std::holds_alternative<medium::Unauthorized>(dead.error()));
}
