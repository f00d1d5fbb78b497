#include "sandbox/model/api.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>

#include "unit/sandbox/seeded.hpp"

using namespace mediumsync::sandbox;
using namespace mediumsync::sandbox::test;

namespace {

// A request that is wrong in every way from one place of the order of checks onwards.
struct Wrong {
  const char* from;
  void (*make)(Request&, State&);
  int status;
  int code;
};

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [key, value] : object.items()) names.push_back(key);
  return names;
}

void use_up_quota(State& state) {
  while (!exhausted(state.quota(jane(state).id), 10, std::chrono::hours{24}, noon))
    state.count_post(jane(state).id, noon);
}

}  // namespace

TEST_CASE("checks come in order: User-Agent then route then token then owner then body then quota") {
  constexpr std::array<Wrong, 6> steps{
      {{"quota", [](Request&, State& state) { use_up_quota(state); }, 429, -1},
       {"body", [](Request& request, State&) { request.body = "{}"; }, 400, 2002},
       {"owner", [](Request& request, State&) { request.path = "/v1/users/1234/posts"; }, 404, 6004},
       {"token", [](Request& request, State&) { request.authorization = "Bearer wrong"; }, 401, 6003},
       {"route", [](Request& request, State&) { request.path = "/v1/stories"; }, 404, -1},
       {"User-Agent", [](Request& request, State&) { request.user_agent = "Mozilla/5.0 (X11)"; }, 403, 0}}};
  State state = seeded();
  Request request = post_to(own_posts(state), complete_post());
  CHECK(answer_api(request, state, noon).reply.status == 201);
  for (const Wrong& step : steps) {
    CAPTURE(std::string{step.from});
    step.make(request, state);
    const Reply reply = answer_api(request, state, noon).reply;
    CHECK(reply.status == step.status);
    if (step.code != 0) CHECK(code_of(reply) == step.code);
  }
  CHECK(state.stories().size() == 1);
}

TEST_CASE("who looks like a robot to Cloudflare gets its page") {
  State state = seeded();
  for (const char* agent : {"Mozilla/5.0", "Python-urllib/3.11"}) {
    Request request = get("/v1/me");
    request.user_agent = agent;
    const Reply reply = answer_api(request, state, noon).reply;
    CHECK(reply.status == 403);
    CHECK(reply.content_type.starts_with("text/html"));
    CHECK(reply.body.find("Just a moment...") != std::string::npos);
    CHECK(std::ranges::find(reply.headers, std::pair<std::string, std::string>{"cf-mitigated", "challenge"}) !=
          reply.headers.end());
  }
  CHECK(answer_api(get("/v1/me"), state, noon).reply.status == 200);
}

TEST_CASE("each kind of bad token has its code") {
  State state = seeded();
  struct Row {
    std::optional<std::string> authorization;
    int code;
  };
  state.add_token("revoked", jane(state).id);
  state.revoke("revoked", 6003);
  state.add_token("dead", jane(state).id);
  state.revoke("dead", 6005);
  const std::array<Row, 6> rows{{{std::nullopt, 6000},
                                 {"Bearer ", 6000},
                                 {"Basic abc", 6001},
                                 {"Bearer unknown", 6003},
                                 {"Bearer revoked", 6003},
                                 {"Bearer dead", 6005}}};
  for (const Row& row : rows) {
    Request request = get("/v1/me");
    request.authorization = row.authorization;
    const Reply reply = answer_api(request, state, noon).reply;
    CHECK(reply.status == 401);
    CHECK(code_of(reply) == row.code);
  }
  Request by_query = get("/v1/me");
  by_query.authorization.reset();
  by_query.query_token = "sandbox-token-jane";
  CHECK(answer_api(by_query, state, noon).reply.status == 200);
}

TEST_CASE("a missing scope and a disabled API are told apart") {
  State state = seeded();
  User user = jane(state);
  user.scopes = {"basicProfile"};
  state.add_user(user);
  CHECK(answer_api(get("/v1/me"), state, noon).reply.status == 200);
  Reply reply = answer_api(post_to(own_posts(state), complete_post()), state, noon).reply;
  CHECK(reply.status == 403);
  CHECK(code_of(reply) == 6002);
  user.api_disabled = true;
  state.add_user(user);
  reply = answer_api(get("/v1/me"), state, noon).reply;
  CHECK(reply.status == 403);
  CHECK(code_of(reply) == 6027);
}

TEST_CASE("the reply to a post has Medium's keys in Medium's order") {
  State state = seeded();
  const Answer answer = answer_api(post_to(own_posts(state), complete_post()), state, noon);
  CHECK(answer.reply.status == 201);
  CHECK(answer.reply.content_type == "application/json; charset=utf-8");
  const Json data = Json::parse(answer.reply.body).at("data");
  CHECK(keys(data) == std::vector<std::string>{"id", "title", "authorId", "url", "canonicalUrl", "publishStatus",
                                               "publishedAt", "license", "licenseUrl", "tags"});
  CHECK(data.at("id") == *answer.story_id);
  CHECK(data.at("id").get<std::string>().size() == 12);
  CHECK(data.at("authorId").get<std::string>().size() == 65);
  CHECK(data.at("url") == "https://medium.com/@jane/a-title-" + *answer.story_id);
  CHECK(data.at("publishedAt") == 1714471200000);
}

TEST_CASE("a draft's reply has no date and the address of its id") {
  State state = seeded();
  Json body = complete_post();
  body["publishStatus"] = "draft";
  body.erase("license");
  body.erase("canonicalUrl");
  const Answer answer = answer_api(post_to(own_posts(state), body), state, noon);
  const Json data = Json::parse(answer.reply.body).at("data");
  CHECK_FALSE(data.contains("publishedAt"));
  CHECK(data.at("url") == "https://medium.com/@jane/" + *answer.story_id);
  CHECK(data.at("license") == "");
  CHECK(data.at("canonicalUrl") == "");
}

TEST_CASE("the same post twice is two stories") {
  State state = seeded();
  const Request request = post_to(own_posts(state), complete_post());
  const Answer first = answer_api(request, state, noon);
  const Answer second = answer_api(request, state, noon);
  CHECK(state.stories().size() == 2);
  CHECK(*first.story_id != *second.story_id);
}

TEST_CASE("a publication takes what the role allows") {
  struct Row {
    const char* token;
    const char* publication;
    const char* status;
    int answer;
  };
  constexpr std::array<Row, 8> rows{{{"sandbox-token-jane", "small-machines", "public", 201},
                                     {"sandbox-token-jane", "small-machines", "draft", 201},
                                     {"sandbox-token-jane", "the-long-read", "public", 403},
                                     {"sandbox-token-jane", "the-long-read", "unlisted", 403},
                                     {"sandbox-token-jane", "the-long-read", "draft", 201},
                                     {"tom", "the-long-read", "draft", 403},
                                     {"tom", "the-long-read", "public", 403},
                                     {"tom", "nowhere", "draft", 404}}};
  State state = seeded();
  User tom;
  tom.id = "tom-id";
  tom.username = "tom";
  tom.scopes = {"publishPost"};
  state.add_user(tom);
  state.add_token("tom", tom.id);
  for (const Row& row : rows) {
    CAPTURE(std::string{row.publication});
    CAPTURE(std::string{row.status});
    const Publication* publication = state.publication_with_slug(row.publication);
    const std::string id = publication == nullptr ? "nowhere" : publication->id;
    Json body = complete_post();
    body["publishStatus"] = row.status;
    Request request = post_to("/v1/publications/" + id + "/posts", body);
    request.authorization = std::string{"Bearer "} + row.token;
    const Reply reply = answer_api(request, state, noon).reply;
    CHECK(reply.status == row.answer);
    if (row.answer == 201) CHECK(Json::parse(reply.body).at("data").at("publicationId") == id);
  }
}

TEST_CASE("a body that would be refused does not tell a stranger so") {
  State state = seeded();
  state.add_publication({"p1", "Closed", "", "", "", "closed", {}});
  CHECK(answer_api(post_to("/v1/publications/p1/posts", Json::object()), state, noon).reply.status == 403);
}

TEST_CASE("contributors are listed as often as they have roles") {
  State state = seeded();
  const Publication& publication = *state.publication_with_slug("the-long-read");
  const Reply reply = answer_api(get("/v1/publications/" + publication.id + "/contributors"), state, noon).reply;
  const Json data = Json::parse(reply.body).at("data");
  CHECK(data.size() == 3);
  CHECK(keys(data.at(0)) == std::vector<std::string>{"publicationId", "userId", "role"});
}

TEST_CASE("an image's reply has its key and the same bytes give the same address") {
  State state = seeded();
  Request request = post_to("/v1/images", Json::object());
  request.parts = {{"image", "a.png", "image/png", "abc"}};
  const Reply first = answer_api(request, state, noon).reply;
  CHECK(first.status == 201);
  CHECK(
      first.body ==
      R"({"data":{"url":"https://cdn-images-1.medium.com/proxy/1*kAFQmDzST7DWlj99KOF_cg.png","md5":"kAFQmDzST7DWlj99KOF_cg"}})");
  CHECK(answer_api(request, state, noon).reply.body == first.body);
}
