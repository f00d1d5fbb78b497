#pragma once

#include "sandbox/model/api.hpp"
#include "sandbox/model/seed.hpp"

namespace mediumsync::sandbox::test {

inline const Instant noon = *parse_instant("2024-05-01T12:00:00Z");

inline State seeded() {
  return load_seed(default_seed(), 7, noon);
}

inline const User& jane(const State& state) {
  return *state.user_named("jane");
}

inline Json complete_post() {
  return Json::parse(R"({"title": "A title", "contentFormat": "html", "content": "<h1>A title</h1><p>Text.</p>",
                         "tags": ["one"], "canonicalUrl": "https://example.org/a", "publishStatus": "public",
                         "license": "cc-40-by", "notifyFollowers": false, "publishedAt": "2024-04-30T10:00:00Z"})");
}

inline Story written(const State& state, const Json& members, Instant now = noon) {
  Json story = {{"user", "jane"}, {"title", "A title"}, {"content", "<h1>A title</h1><p>Text.</p>"}, {"route", "api"}};
  story.update(members);
  return read_story(story, state, now);
}

inline Request post_to(const std::string& path, const Json& body) {
  Request request;
  request.method = "POST";
  request.path = path;
  request.user_agent = "mediumsync/0.1";
  request.authorization = "Bearer sandbox-token-jane";
  request.body = body.dump();
  return request;
}

inline Request get(const std::string& path) {
  Request request = post_to(path, Json::object());
  request.method = "GET";
  return request;
}

inline std::string own_posts(const State& state) {
  return "/v1/users/" + jane(state).id + "/posts";
}

inline int code_of(const Reply& reply) {
  return Json::parse(reply.body).at("errors").at(0).at("code").get<int>();
}

}  // namespace mediumsync::sandbox::test
