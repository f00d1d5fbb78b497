#include "sandbox/model/seed.hpp"

#include <stdexcept>
#include <utility>

#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

const std::set<std::string> all_scopes{"basicProfile", "listPublications", "publishPost", "uploadImage"};

template <typename Value>
Value read(const Json& json, const char* key, Value otherwise) {
  return json.contains(key) && !json.at(key).is_null() ? json.at(key).get<Value>() : otherwise;
}

const User& find_user(const State& state, const std::string& who) {
  const User* user = state.user_named(who);
  if (user == nullptr) user = state.user(who);
  if (user == nullptr) throw std::runtime_error("no user " + who);
  return *user;
}

void load_user(State& state, const Json& json) {
  User user;
  user.username = json.at("username").get<std::string>();
  user.id = read<std::string>(json, "id", "1" + state.draw_id(64));
  user.name = read(json, "name", user.username);
  user.url = read(json, "url", state.settings.site + "/@" + user.username);
  user.image_url =
      read<std::string>(json, "imageUrl", "https://cdn-images-1.medium.com/fit/c/200/200/1*dmbNkD5D-u45r44go_cf0g.png");
  user.scopes = read(json, "scopes", all_scopes);
  user.api_disabled = read(json, "api_disabled", false);
  state.add_user(user);
  for (const auto& token : read(json, "tokens", std::vector<std::string>{})) state.add_token(token, user.id);
}

void load_publication(State& state, const Json& json) {
  Publication publication;
  publication.name = json.at("name").get<std::string>();
  publication.id = read<std::string>(json, "id", state.draw_id(12));
  publication.description = read<std::string>(json, "description", "");
  publication.slug = read(json, "slug", slug(publication.name));
  publication.url = read(json, "url", state.settings.site + "/" + publication.slug);
  publication.image_url =
      read<std::string>(json, "imageUrl", "https://cdn-images-1.medium.com/fit/c/200/200/0*ae1jbP_od0W6EulE.jpeg");
  for (const auto& listed : read(json, "contributors", Json::array())) {
    const auto role = listed.at("role").get<std::string>();
    const auto known = parse_role(role);
    if (!known) throw std::runtime_error("no role " + role);
    publication.contributors.push_back({find_user(state, listed.at("user").get<std::string>()).id, *known});
  }
  state.add_publication(publication);
}

// Reads a name of one of the model's lists.
template <typename Parse>
auto read_name(const Json& json, const char* key, Parse parse) {
  const auto name = json.at(key).get<std::string>();
  const auto value = parse(name);
  if (!value) throw std::runtime_error(std::string{key} + " can't be " + name);
  return *value;
}

void read_figures(Story& story, const Json& json) {
  story.views = read(json, "views", story.views);
  story.reads = read(json, "reads", story.reads);
  story.claps = read(json, "claps", story.claps);
  story.earnings_usd = read(json, "earnings_usd", story.earnings_usd);
}

}  // namespace

Json default_seed() {
  return Json::parse(R"({
    "users": [
      {"id": "15f0b4c8e2a97d3361c0a5be7f48d21930ac6be5f7718d4290c3fa86e1b2d7750", "username": "jane", "name": "Jane Doe",
       "tokens": ["sandbox-token-jane"]},
      {"id": "1c93a07d5b1ef8246830db79f5ac41e2679b0d3854fe12a7c6980be3d4571af82", "username": "lea", "name": "Lea Rossi"}
    ],
    "publications": [
      {"id": "b45573563f5a", "name": "Small Machines", "description": "Notes from people who run their own servers",
       "slug": "small-machines", "contributors": [{"user": "jane", "role": "editor"}, {"user": "lea", "role": "writer"}]},
      {"id": "b969ac62a2b1", "name": "The Long Read", "description": "Essays, slowly", "slug": "the-long-read",
       "contributors": [{"user": "lea", "role": "editor"}, {"user": "jane", "role": "writer"}, {"user": "jane", "role": "writer"}]}
    ]
  })");
}

State load_seed(const Json& seed, std::uint64_t id_seed, Instant now) {
  State state{id_seed};
  try {
    if (const auto wrong = change(state.settings, read(seed, "settings", Json::object())))
      throw std::runtime_error(*wrong);
    for (const auto& user : read(seed, "users", Json::array())) load_user(state, user);
    for (const auto& publication : read(seed, "publications", Json::array())) load_publication(state, publication);
    for (const auto& story : read(seed, "stories", Json::array())) state.add_story(read_story(story, state, now));
  } catch (const std::exception& error) {
    throw std::runtime_error(std::string{"read the seed: "} + error.what());
  }
  return state;
}

Story read_story(const Json& json, const State& state, Instant now) {
  Story story;
  story.author_id = find_user(state, json.at("user").get<std::string>()).id;
  story.id = read<std::string>(json, "id", "");
  story.title = json.at("title").get<std::string>();
  story.created_at = now;
  story.route = Route::paste;
  edit_story(story, json, state, now);
  return story;
}

void edit_story(Story& story, const Json& json, const State& state, Instant now) {
  story.title = read(json, "title", story.title);
  story.content = read(json, "content", story.content);
  story.tags = read(json, "tags", story.tags);
  story.canonical_url = read(json, "canonicalUrl", story.canonical_url);
  story.response = read(json, "response", story.response);
  story.member_only = read(json, "memberOnly", story.member_only);
  story.notify_followers = read(json, "notifyFollowers", story.notify_followers);
  story.license = read(json, "license", story.license);
  if (!license_url(story.license)) throw std::runtime_error("no licence " + story.license);
  if (json.contains("contentFormat")) story.format = read_name(json, "contentFormat", parse_format);
  if (json.contains("status")) story.status = read_name(json, "status", parse_status);
  if (json.contains("route")) story.route = read_name(json, "route", parse_route);
  if (json.contains("publishedAt")) story.published_at = read_name(json, "publishedAt", parse_instant);
  if (story.status == Status::draft) {
    story.published_at.reset();
  } else if (!story.published_at) {
    story.published_at = now;
  }
  if (const auto publication = read<std::string>(json, "publication", ""); !publication.empty()) {
    const Publication* known = state.publication(publication);
    if (known == nullptr) known = state.publication_with_slug(publication);
    if (known == nullptr) throw std::runtime_error("no publication " + publication);
    story.publication_id = known->id;
  }
  read_figures(story, json);
  story.updated_at = now;
}

}  // namespace mediumsync::sandbox
