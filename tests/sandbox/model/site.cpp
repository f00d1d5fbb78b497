#include "sandbox/model/site.hpp"

#include "sandbox/model/feed.hpp"
#include "sandbox/model/page.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

const Story* story_ending(const State& state, std::string_view last_part) {
  const std::size_t dash = last_part.rfind('-');
  return state.story(dash == std::string_view::npos ? last_part : last_part.substr(dash + 1));
}

const User* user_at(const State& state, std::string_view name) {
  return name.starts_with('@') ? state.user_named(name.substr(1)) : nullptr;
}

Reply page(std::string html) {
  Reply reply = html_reply(200, std::move(html));
  reply.headers.emplace_back("content-security-policy",
                             "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; base-uri 'none'");
  return reply;
}

Reply missing() {
  return html_reply(404, missing_page());
}

Reply rss(std::string xml) {
  return {200, "text/xml; charset=UTF-8", std::move(xml), {}};
}

Reply feed(const State& state, const std::string& name, Instant now) {
  if (const User* user = user_at(state, name)) return rss(user_feed(state, *user, now));
  if (const Publication* publication = state.publication_with_slug(name)) {
    return rss(publication_feed(state, *publication, now));
  }
  return missing();
}

Reply image_file(const State& state, std::string_view name) {
  if (name.starts_with("1*")) name.remove_prefix(2);
  const Image* image = state.image(name.substr(0, name.rfind('.')));
  if (image == nullptr) return missing();
  return {200, image->content_type, image->bytes, {}};
}

}  // namespace

Reply answer_site(const Target& target, const State& state, Instant now) {
  switch (target.place) {
    case Place::overview:
      return page(overview_page(state, now));
    case Place::feed:
      return feed(state, target.id, now);
    case Place::image_file:
      return image_file(state, target.id);
    case Place::user_page:
      if (const User* user = user_at(state, target.id)) return page(user_page(state, *user));
      if (const Publication* publication = state.publication_with_slug(target.id)) {
        return page(publication_page(state, *publication));
      }
      return missing();
    case Place::story_page: {
      const Story* story = story_ending(state, target.story);
      return story == nullptr ? missing() : page(story_page(state, *story));
    }
    case Place::post_link: {
      const Story* story = story_ending(state, target.id);
      return story == nullptr ? missing() : redirect_reply(302, state.path_of(*story));
    }
    default:
      return missing();
  }
}

}  // namespace mediumsync::sandbox
