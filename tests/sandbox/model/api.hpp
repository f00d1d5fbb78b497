#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandbox/model/reply.hpp"
#include "sandbox/model/state.hpp"
#include "sandbox/model/validation.hpp"

namespace mediumsync::sandbox {

// One request to Medium, as far as an answer depends on it.
struct Request {
  std::string method;
  std::string path;  // without the query, percent-decoded
  std::optional<std::string> user_agent;
  std::optional<std::string> authorization;
  std::optional<std::string> query_token;  // ?accessToken=
  std::string body;
  std::vector<Part> parts;  // of a multipart body
};

// What the answer to a request is, and the story that it made.
struct Answer {
  Reply reply;
  std::optional<std::string> story_id;
};

// The part of Medium below /v1. Checks in Medium's order: User-Agent, route, token, owner of the path, body, quota.
Answer answer_api(const Request& request, State& state, Instant now);

}  // namespace mediumsync::sandbox
