#include <algorithm>
#include <utility>

#include "control/bounds.hpp"
#include "control/present.hpp"
#include "control/verbs.hpp"
#include "core/base64.hpp"
#include "core/story_address.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "publish/preview.hpp"
#include "queue/medium_change.hpp"

namespace mediumsync::control {
namespace {

constexpr std::int64_t default_limit = 100;
constexpr std::size_t projected_posts = 200;

std::optional<core::TimePoint> due_of(const queue::Record& post,
                                      const std::map<core::PostId, core::TimePoint>& projected) {
  if (post.state != core::State::queued) return std::nullopt;
  const auto found = projected.find(post.id);
  if (found != projected.end()) return found->second;
  return post.lane == queue::Lane::personal ? post.not_before : std::nullopt;
}

std::string named(core::PostId id) {
  return "post " + std::to_string(id.value);
}

void refuse(const Answer& answer, core::PostId id, const queue::Refusal& refusal) {
  if (refusal.kind == queue::Refusal::Kind::not_found) {
    answer.not_found(named(id));
  } else {
    answer.refuse(refusal.message);
  }
}

using Change = queue::Changed (queue::Queue::*)(core::PostId, core::TimePoint);

// Whether the verb lets a post go that may never have been read.
enum class Reads { nothing, post };

// All of them or, when one refuses, none.
std::optional<std::vector<queue::Record>> change_these(Services& services, const std::vector<core::PostId>& ids,
                                                       const Answer& answer, Change change, Reads reads) {
  std::vector<queue::Record> changed;
  queue::Queue::Batch batch(services.queue);
  for (const core::PostId id : ids) {
    const auto kept = reads == Reads::post ? services.sources.read_kept(id) : source::Sources::Kept::whole;
    if (!kept) {
      answer.refuse(kept.error());
      return std::nullopt;
    }
    auto one = (services.queue.*change)(id, services.clock());
    if (!one) {
      refuse(answer, id, one.error());
      return std::nullopt;
    }
    if (*kept == source::Sources::Kept::teaser) {
      services.sources.fetch_page_of(id);
      one = services.queue.find(id).value();
    }
    changed.push_back(std::move(*one));
  }
  batch.commit();
  return changed;
}

void tell_posts(Services& services, const Answer& answer, const std::vector<queue::Record>& changed) {
  const auto projected = services.publisher.projected(projected_posts);
  Json posts = Json::array();
  for (const queue::Record& post : changed) posts.push_back(to_json(post, due_of(post, projected)));
  answer.reply({{"posts", posts}});
}

void change_all(Services& services, Parameters& parameters, const Answer& answer, Change change,
                Reads reads = Reads::nothing) {
  const std::vector<core::PostId> ids = parameters.ids("ids");
  if (!parameters.valid()) return;
  if (const auto changed = change_these(services, ids, answer, change, reads)) tell_posts(services, answer, *changed);
}

void reply_with(Services& services, const Answer& answer, core::PostId id, const queue::Changed& changed) {
  if (!changed) return refuse(answer, id, changed.error());
  answer.reply({{"post", to_json(*changed, due_of(*changed, services.publisher.projected(projected_posts)))}});
}

// Whether a publication that the account or the post is known to write for is at that host, or called so.
bool is_publication(Services& services, const publish::AccountView& account, const queue::Record& post,
                    const std::optional<std::string>& host, const core::NamedAuthor& named) {
  std::vector<std::string> known = account.publications;
  if (const auto rules = services.rules(account.name); rules && rules->publication)
    known.push_back(*rules->publication);
  if (post.publication) known.push_back(*post.publication);
  return std::ranges::any_of(
      known, [&](const std::string& one) { return core::names(named, one) || core::Url::parse(one).host() == host; });
}

// Why the story can't be this account's: its address names somebody else. Nothing: it does not, or who the account is
// is not known.
std::optional<std::string> why_not_theirs(Services& services, const queue::Record& post, const std::string& url,
                                          const std::string& id) {
  const std::string site = services.site(post.account);
  const auto named = core::author_named_in(url, site);
  if (!named) return std::nullopt;
  for (const publish::AccountView& account : services.publisher.accounts()) {
    if (account.name != post.account || !account.username) continue;
    if (core::names(*named, *account.username)) return std::nullopt;
    const bool at_host = named->place == core::NamedAuthor::Place::host;
    if (at_host && is_publication(services, account, post, core::Url::parse(url).host(), *named)) return std::nullopt;
    return "that is a story of @" + core::printable(named->name) +
           (at_host ? ", or of a publication of that name" : "") + ", and account " + account.name + " is @" +
           core::printable(*account.username) +
           ": give the address of your own story. If it is yours all the same (under an earlier name" +
           (at_host ? ", or in that publication" : "") + "), name it by its id: " + site + "/p/" + id;
  }
  return std::nullopt;
}

// The story's id, where the address can be one of this account's: at its site, or on a publication's own domain, whose
// stories end in "-ID" too.
core::Expected<std::string, std::string> story_at(Services& services, const queue::Record& post,
                                                  const std::string& url) {
  const std::string site = services.site(post.account);
  const auto id = core::story_id_in(url);
  const auto host = core::Url::parse(url).host();
  const bool at_home = host && host == core::Url::parse(site).host();
  if (!id || !(at_home || url.find("-" + *id) != std::string::npos)) {
    return core::Unexpected<std::string>("\"" + url + "\" is no address of a story on Medium: they are at " + site +
                                         " or on a publication's own domain, begin with https:// and end in an id such "
                                         "as a-story-3d1bd4ae6a4b");
  }
  if (auto why = why_not_theirs(services, post, url, *id)) return core::Unexpected<std::string>(std::move(*why));
  return *id;
}

}  // namespace

void list(Services& services, Parameters& parameters, const Answer& answer) {
  queue::ListFilter filter;
  if (const auto name = parameters.text("state")) {
    filter.state = core::parse_state(*name);
    if (!filter.state) parameters.refuse("state");
  }
  filter.source = parameters.text("source");
  const std::int64_t limit = parameters.integer("limit").value_or(default_limit);
  if (!posts_at_once.hold(limit)) parameters.refuse("limit");
  if (!parameters.valid()) return;
  if (filter.source && services.queue.items(*filter.source) == 0) {
    const auto known = services.sources.view();
    if (std::ranges::find(known, *filter.source, &source::View::name) == known.end())
      return answer.not_found("source " + *filter.source);
  }
  filter.limit = static_cast<std::size_t>(limit);
  const auto projected = services.publisher.projected(std::min(filter.limit, projected_posts));
  Json posts = Json::array();
  for (const queue::Record& post : services.queue.list(filter)) posts.push_back(to_json(post, due_of(post, projected)));
  answer.reply({{"posts", posts}});
}

void show(Services& services, Parameters& parameters, const Answer& answer) {
  const core::PostId id = parameters.id("id");
  if (!parameters.valid()) return;
  const auto post = services.queue.find(id);
  if (!post) return answer.not_found(named(id));
  Json attempts = Json::array();
  for (const queue::AttemptRecord& attempt : services.queue.attempts(id)) attempts.push_back(to_json(attempt));
  Json findings = Json::array();
  for (const core::Finding& finding : publish::findings(services.queue, id)) findings.push_back(to_json(finding));
  if (const auto change = services.queue.medium_change(id)) findings.push_back(to_json(queue::finding_of(*change, id)));
  answer.reply({{"post", to_json(*post, due_of(*post, services.publisher.projected(projected_posts)))},
                {"attempts", attempts},
                {"findings", findings}});
}

void preview(Services& services, Parameters& parameters, const Answer& answer) {
  const core::PostId id = parameters.id("id");
  if (!parameters.valid()) return;
  const auto post = services.queue.find(id);
  if (!post) return answer.not_found(named(id));
  if (const auto kept = services.sources.read_kept(id); !kept) return answer.refuse(kept.error());
  const auto due = due_of(*post, services.publisher.projected(projected_posts));
  const auto page = publish::reading_page(services.queue, id, due);
  if (!page) {
    return answer.refuse(named(id) + " can't be read as a post (" + post->reason.value_or("no text") + "): mend " +
                         post->origin + ", then it is taken by itself");
  }
  answer.reply({{"post", to_json(*post, due)}, {"html", *page}});
}

void hold(Services& services, Parameters& parameters, const Answer& answer) {
  change_all(services, parameters, answer, &queue::Queue::hold);
}

void release(Services& services, Parameters& parameters, const Answer& answer) {
  if (!parameters.flag("restored"))
    return change_all(services, parameters, answer, &queue::Queue::release, Reads::post);
  if (!parameters.valid()) return;
  if (!services.queue.setback())
    return answer.refuse("the queue was not put back to a backup: name the posts that are to go");
  const auto released =
      change_these(services, services.queue.held_since_setback(), answer, &queue::Queue::release, Reads::post);
  if (!released) return;
  services.queue.trust_again(services.clock());
  tell_posts(services, answer, *released);
}

void skip(Services& services, Parameters& parameters, const Answer& answer) {
  change_all(services, parameters, answer, &queue::Queue::skip);
}

void retry(Services& services, Parameters& parameters, const Answer& answer) {
  change_all(services, parameters, answer, &queue::Queue::retry);
}

void publish_now(Services& services, Parameters& parameters, const Answer& answer) {
  change_all(services, parameters, answer, &queue::Queue::publish_now, Reads::post);
}

void move(Services& services, Parameters& parameters, const Answer& answer) {
  const core::PostId id = parameters.id("id");
  const auto at = parameters.time("at");
  const bool first = parameters.flag("first");
  const bool last = parameters.flag("last");
  if (int{at.has_value()} + int{first} + int{last} != 1) parameters.refuse("at");
  if (!parameters.valid()) return;
  const core::TimePoint now = services.clock();
  if (at && *at < now - std::chrono::minutes(1)) {
    return answer.refuse(core::format_rfc3339(*at) + " has passed; mediumsyncctl publish " + std::to_string(id.value) +
                         " publishes now");
  }
  if (at) return reply_with(services, answer, id, services.queue.move_to(id, *at, now));
  reply_with(services, answer, id, services.queue.move(id, first ? queue::Move::first : queue::Move::last, now));
}

void resolve(Services& services, Parameters& parameters, const Answer& answer) {
  const core::PostId id = parameters.id("id");
  const auto url = parameters.text("published");
  const bool not_published = parameters.flag("not_published");
  if (url.has_value() == not_published) parameters.refuse("published");
  if (!parameters.valid()) return;
  const core::TimePoint now = services.clock();
  if (not_published) return reply_with(services, answer, id, services.queue.resolve_not_published(id, now));
  const auto post = services.queue.find(id);
  if (!post) return answer.not_found(named(id));
  const auto story = story_at(services, *post, *url);
  if (!story) return answer.refuse(story.error());
  reply_with(services, answer, id,
             services.queue.resolve_published(id, {*story, core::plain_story_address(*url), std::nullopt}, now));
}

void kit(Services& services, Parameters& parameters, const Answer& answer) {
  const core::PostId id = parameters.id("id");
  const auto number = parameters.integer("image");
  if (!parameters.valid()) return;
  const auto post = services.queue.find(id);
  if (!post) return answer.not_found(named(id));
  if (const auto kept = services.sources.read_kept(id); !kept) return answer.refuse(kept.error());
  const auto made = services.publisher.kit(id);
  if (!made) return answer.refuse(made.error().message);
  const auto due = due_of(*post, services.publisher.projected(projected_posts));
  if (!number) {
    Json images = Json::array();
    for (const publish::KitFile& file : made->files)
      images.push_back({{"name", file.name}, {"media_type", text_or_null(file.media_type)}});
    return answer.reply({{"post", to_json(*post, due)}, {"html", made->html}, {"images", images}, {"base64", nullptr}});
  }
  if (*number < 1 || *number > static_cast<std::int64_t>(made->files.size())) {
    parameters.refuse("image");
    return;
  }
  const publish::KitFile& file = made->files.at(static_cast<std::size_t>(*number - 1));
  answer.reply({{"post", to_json(*post, due)},
                {"html", nullptr},
                {"images", Json::array()},
                {"base64", core::encode_base64(services.queue.asset_bytes(file.digest).value_or(""))}});
}

void done(Services& services, Parameters& parameters, const Answer& answer) {
  const core::PostId id = parameters.id("id");
  const auto url = parameters.text("url");
  if (!url) parameters.refuse("url");
  if (!parameters.valid()) return;
  const auto post = services.queue.find(id);
  if (!post) return answer.not_found(named(id));
  const auto story = story_at(services, *post, *url);
  if (!story) return answer.refuse(story.error());
  reply_with(services, answer, id,
             services.queue.done(id, {*story, core::plain_story_address(*url), std::nullopt}, services.clock()));
}

}  // namespace mediumsync::control
