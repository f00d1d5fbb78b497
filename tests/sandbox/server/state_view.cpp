#include "sandbox/server/state_view.hpp"

#include "sandbox/model/graf.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

Json time_or_null(const std::optional<Instant>& at) {
  return at ? Json(format_rfc3339(*at)) : Json(nullptr);
}

Json view_grafs(const std::vector<Graf>& grafs) {
  Json list = Json::array();
  for (const Graf& graf : grafs) {
    Json one;
    one["kind"] = name_of(graf.kind);
    one["text"] = graf.text;
    one["html"] = graf.html;
    if (!graf.language.empty()) one["language"] = graf.language;
    if (!graf.src.empty()) one["src"] = graf.src;
    if (!graf.alt.empty()) one["alt"] = graf.alt;
    list.push_back(std::move(one));
  }
  return list;
}

Json view_user(const World& world, const User& user) {
  Json out;
  out["id"] = user.id;
  out["username"] = user.username;
  out["name"] = user.name;
  out["url"] = user.url;
  out["scopes"] = user.scopes;
  out["api_disabled"] = user.api_disabled;
  const auto quota = world.state.quota(user.id);
  out["quota"]["used"] = quota ? quota->used : 0;
  out["quota"]["first"] = quota ? Json(format_rfc3339(quota->first)) : Json(nullptr);
  return out;
}

Json view_publication(const Publication& publication) {
  Json out;
  out["id"] = publication.id;
  out["name"] = publication.name;
  out["slug"] = publication.slug;
  out["url"] = publication.url;
  out["contributors"] = Json::array();
  for (const Contributor& contributor : publication.contributors) {
    out["contributors"].push_back({{"user_id", contributor.user_id}, {"role", name_of(contributor.role)}});
  }
  return out;
}

}  // namespace

Json view_story(const State& state, const Story& story) {
  const auto grafs = draw(story.content, story.format, story.route);
  const Graf* title = shown_title(grafs);
  const User* author = state.user(story.author_id);
  Json out;
  out["id"] = story.id;
  out["author_id"] = story.author_id;
  out["username"] = author == nullptr ? Json(nullptr) : Json(author->username);
  out["publication_id"] = story.publication_id ? Json(*story.publication_id) : Json(nullptr);
  out["title"] = story.title;
  out["shown_title"] = title == nullptr ? Json(nullptr) : Json(title->text);
  out["content_format"] = name_of(story.format);
  out["content"] = story.content;
  out["tags"] = story.tags;
  out["canonical_url"] = story.canonical_url;
  out["status"] = name_of(story.status);
  out["license"] = story.license;
  out["notify_followers"] = story.notify_followers;
  out["published_at"] = time_or_null(story.published_at);
  out["created_at"] = format_rfc3339(story.created_at);
  out["updated_at"] = format_rfc3339(story.updated_at);
  out["route"] = name_of(story.route);
  out["response"] = story.response;
  out["member_only"] = story.member_only;
  out["views"] = story.views;
  out["reads"] = story.reads;
  out["claps"] = story.claps;
  out["earnings_usd"] = story.earnings_usd;
  out["url"] = state.url_of(story);
  out["page"] = state.path_of(story);
  out["grafs"] = view_grafs(grafs);
  return out;
}

Json view_state(const World& world) {
  const State& state = world.state;
  Json out;
  out["clock"] = {{"now", format_rfc3339(world.clock.now())}, {"frozen", world.clock.is_frozen()}};
  for (const char* list : {"stories", "users", "publications", "images"}) out[list] = Json::array();
  for (const Story& story : state.stories()) out["stories"].push_back(view_story(state, story));
  for (const auto& [id, user] : state.users()) out["users"].push_back(view_user(world, user));
  for (const auto& [id, publication] : state.publications())
    out["publications"].push_back(view_publication(publication));
  for (const auto& [key, image] : state.images()) {
    out["images"].push_back({{"key", key}, {"content_type", image.content_type}, {"bytes", image.bytes.size()}});
  }
  out["settings"] = to_json(state.settings);
  out["faults"] = world.faults.to_json();
  out["counts"] = world.log.counts();
  return out;
}

}  // namespace mediumsync::sandbox
