#include "sandbox/model/api.hpp"

#include <algorithm>
#include <utility>

#include "sandbox/model/route.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

Reply refuse(const Refusal& refusal) {
  return error_reply(refusal.status, refusal.code, refusal.message);
}

bool is_challenged(const Request& request, const Settings& settings) {
  return std::ranges::any_of(settings.cloudflare_user_agents, [&](const std::string& prefix) {
    return request.user_agent.value_or("").starts_with(prefix);
  });
}

std::variant<const User*, Refusal> identify(const Request& request, const State& state) {
  std::string token = request.query_token.value_or("");
  if (request.authorization) {
    if (!request.authorization->starts_with("Bearer ")) return Refusal{401, 6001, "Invalid authorization header."};
    token = trim(std::string_view{*request.authorization}.substr(7));
  }
  if (token.empty()) return Refusal{401, 6000, "An access token is required."};
  const Token* known = state.token(token);
  if (known == nullptr) return Refusal{401, 6003, "Token was invalid."};
  if (known->dead_code) {
    return Refusal{401, *known->dead_code, *known->dead_code == 6005 ? "Application not found" : "Token was invalid."};
  }
  const User* user = state.user(known->user_id);
  if (user == nullptr) return Refusal{401, 6003, "Token was invalid."};
  if (user->api_disabled) return Refusal{403, 6027, "User has disabled the API."};
  return user;
}

std::string_view scope_for(Place place) {
  switch (place) {
    case Place::me:
      return "basicProfile";
    case Place::user_publications:
    case Place::contributors:
      return "listPublications";
    case Place::images:
      return "uploadImage";
    default:
      return "publishPost";
  }
}

Json me(const User& user) {
  Json data;
  data["id"] = user.id;
  data["username"] = user.username;
  data["name"] = user.name;
  data["url"] = user.url;
  data["imageUrl"] = user.image_url;
  return data;
}

bool contributes(const Publication& publication, const User& user) {
  return std::ranges::find(publication.contributors, user.id, &Contributor::user_id) != publication.contributors.end();
}

Json publications_of(const User& user, const State& state) {
  Json data = Json::array();
  for (const auto& [id, publication] : state.publications()) {
    if (!contributes(publication, user)) continue;
    Json one;
    one["id"] = publication.id;
    one["name"] = publication.name;
    one["description"] = publication.description;
    one["url"] = publication.url;
    one["imageUrl"] = publication.image_url;
    data.push_back(std::move(one));
  }
  return data;
}

Json contributors_of(const Publication& publication) {
  Json data = Json::array();
  for (const Contributor& contributor : publication.contributors) {
    Json one;
    one["publicationId"] = publication.id;
    one["userId"] = contributor.user_id;
    one["role"] = name_of(contributor.role);
    data.push_back(std::move(one));
  }
  return data;
}

Json created(const Story& story, const State& state) {
  Json data;
  data["id"] = story.id;
  data["title"] = story.title;
  data["authorId"] = story.author_id;
  data["url"] = state.url_of(story);
  data["canonicalUrl"] = story.canonical_url;
  data["publishStatus"] = name_of(story.status);
  if (story.published_at) data["publishedAt"] = story.published_at->time_since_epoch().count();
  data["license"] = story.license;
  data["licenseUrl"] = license_url(story.license).value_or("");
  data["tags"] = story.tags;
  if (story.publication_id) data["publicationId"] = *story.publication_id;
  return data;
}

bool has_role(const Publication& publication, const User& user, Role role) {
  return std::ranges::any_of(publication.contributors, [&](const Contributor& contributor) {
    return contributor.user_id == user.id && contributor.role == role;
  });
}

Answer create(const Request& request, State& state, Instant now, const User& user, const Publication* publication) {
  auto checked = check_story(request.body, state.settings, now);
  if (const auto* refusal = std::get_if<Refusal>(&checked)) return {refuse(*refusal), std::nullopt};
  Story story = std::get<Story>(std::move(checked));
  if (publication != nullptr) {
    if (story.status != Status::draft && !has_role(*publication, user, Role::editor)) {
      return {error_reply(403, -1, "A writer of a publication may only submit drafts."), std::nullopt};
    }
    story.publication_id = publication->id;
  }
  if (exhausted(state.quota(user.id), state.settings.quota_limit, state.settings.quota_window, now)) {
    return {error_reply(429, state.settings.quota_code, "User has reached the rate limit for publishing today."),
            std::nullopt};
  }
  story.author_id = user.id;
  const Story& stored = state.add_story(std::move(story));
  state.count_post(user.id, now);
  return {data_reply(201, created(stored, state)), stored.id};
}

Reply upload(const Request& request, State& state) {
  auto checked = check_image(request.parts, state.settings);
  if (const auto* refusal = std::get_if<Refusal>(&checked)) return refuse(*refusal);
  Part image = std::get<Part>(std::move(checked));
  const std::string key = state.add_image(std::move(image.content_type), std::move(image.bytes));
  Json data;
  data["url"] = "https://cdn-images-1.medium.com/proxy/1*" + key + ".png";
  data["md5"] = key;
  return data_reply(201, std::move(data));
}

Answer answer_user(const Request& request, const Target& target, State& state, Instant now, const User& user) {
  if (target.place == Place::me) return {data_reply(200, me(user)), std::nullopt};
  if (target.place == Place::images) return {upload(request, state), std::nullopt};
  const bool own = target.place == Place::user_publications || target.place == Place::user_posts;
  if (own && target.id != user.id) {
    return {error_reply(state.settings.wrong_author_status, 6004, "User not found"), std::nullopt};
  }
  if (target.place == Place::user_publications) return {data_reply(200, publications_of(user, state)), std::nullopt};
  if (target.place == Place::user_posts) return create(request, state, now, user, nullptr);
  const Publication* publication = state.publication(target.id);
  if (publication == nullptr) return {error_reply(404, -1, "Publication not found"), std::nullopt};
  if (target.place == Place::contributors) return {data_reply(200, contributors_of(*publication)), std::nullopt};
  if (!contributes(*publication, user)) {
    return {error_reply(403, -1, "User is not allowed to post to this publication."), std::nullopt};
  }
  return create(request, state, now, user, publication);
}

}  // namespace

Answer answer_api(const Request& request, State& state, Instant now) {
  if (is_challenged(request, state.settings)) return {cloudflare_challenge(), std::nullopt};
  const Target target = find_target(request.method, request.path);
  if (target.place == Place::nowhere_in_api) return {error_reply(404, -1, "Not found"), std::nullopt};
  const auto identified = identify(request, state);
  if (const auto* refusal = std::get_if<Refusal>(&identified)) return {refuse(*refusal), std::nullopt};
  const User& user = *std::get<const User*>(identified);
  if (!user.scopes.contains(std::string{scope_for(target.place)})) {
    return {error_reply(403, 6002, "Token does not have the required scope."), std::nullopt};
  }
  return answer_user(request, target, state, now, user);
}

}  // namespace mediumsync::sandbox
