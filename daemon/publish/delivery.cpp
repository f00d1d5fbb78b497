#include "publish/delivery.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "lib/log/log.hpp"
#include "render/story.hpp"

namespace mediumsync::publish {
namespace {

bool names(const medium::Publication& publication, const std::string& wanted) {
  if (publication.id == wanted || core::equal_ignoring_case(publication.name, wanted)) return true;
  auto without_slash = [](std::string_view url) { return url.ends_with('/') ? url.substr(0, url.size() - 1) : url; };
  return publication.url && without_slash(*publication.url) == without_slash(wanted);
}

}  // namespace

Delivery::Delivery(uv::Loop& loop, queue::Queue& queue, medium::Client& client, Web web, Known& known,
                   std::function<core::TimePoint()> clock, queue::Claim claim, OnEnd on_end)
    : loop_(loop),
      queue_(queue),
      client_(client),
      web_(web),
      known_(known),
      clock_(std::move(clock)),
      claim_(std::move(claim)),
      on_end_(std::move(on_end)) {
  if (!claim_.post.publication) target_ = medium::Client::UserTarget{known_.profile->id};
}

void Delivery::advance() {
  if (!target_) {
    look_up_publications(*claim_.post.publication);
    return;
  }
  if (!illustrated_) {
    illustrate();
    return;
  }
  send();
}

void Delivery::look_up_publications(const std::string& wanted) {
  if (known_.publications) {
    if (const auto publication = find_publication(wanted)) {
      look_up_role(*publication);
      return;
    }
  }
  // Asked anew when the wanted one is not among those known: it may be younger than the daemon.
  transfer_ =
      client_.publications(known_.profile->id, [this, wanted](medium::Answer<std::vector<medium::Publication>> answer) {
        if (!answer) {
          finish(answer.error());
          return;
        }
        known_.publications = std::move(*answer);
        if (const auto publication = find_publication(wanted)) {
          look_up_role(*publication);
        } else {
          fail("publication \"" + core::printable(wanted) + "\" is not among those of this account (" +
               publication_names() + ")");
        }
      });
}

void Delivery::look_up_role(const medium::Publication& publication) {
  transfer_ = client_.contributors(publication.id,
                                   [this, publication](medium::Answer<std::vector<medium::Contributor>> answer) {
                                     if (answer) {
                                       choose_target(publication, *answer);
                                     } else {
                                       finish(answer.error());
                                     }
                                   });
}

void Delivery::choose_target(const medium::Publication& publication,
                             const std::vector<medium::Contributor>& contributors) {
  // The same user can be listed twice; the stronger role counts.
  std::optional<medium::Role> role;
  for (const medium::Contributor& contributor : contributors) {
    if (contributor.user_id != known_.profile->id) continue;
    if (!role || contributor.role == medium::Role::editor) role = contributor.role;
  }
  if (!role) {
    fail("this account may not publish in \"" + publication.name +
         "\"; ask its editors for a role, or take the publication out");
    return;
  }
  if (*role == medium::Role::writer && claim_.post.status != core::PublishStatus::draft) {
    claim_.post.status = core::PublishStatus::draft;
    queue_.note("sent-for-review", "writers' posts go to the editors of " + publication.name + " as drafts",
                claim_.record.id, clock_());
  }
  target_ = medium::Client::PublicationTarget{publication.id};
  advance();
}

void Delivery::illustrate() {
  images_.emplace(loop_, queue_, client_, web_, clock_, claim_, [this](StoryImages::Result result) {
    if (const auto* outcome = std::get_if<medium::Outcome>(&result)) return finish(*outcome);
    illustrated(std::move(std::get<Illustrated>(result)));
  });
}

void Delivery::illustrated(Illustrated story) {
  // What was found before and is known to a person, who let the post go all the same.
  const core::Findings known = std::exchange(claim_.post.findings, {});
  const auto news = std::ranges::find_if(
      story.findings, [&](const core::Finding& finding) { return std::ranges::find(known, finding) == known.end(); });
  queue_.set_image_findings(claim_.record.id, story.findings);
  if (claim_.post.strictness == core::Strictness::strict && news != story.findings.end())
    return finish(Withheld{"the source is strict: " + news->message});
  claim_.post.body = std::move(story.body);
  illustrated_ = true;
  advance();
}

void Delivery::send() {
  const std::vector<queue::AssetRecord> images = queue_.assets(claim_.record.id);
  const core::Post& post = claim_.post;
  render::Story story = render::story(post, [&images](const core::LocalImage& local) -> std::optional<std::string> {
    const auto image = std::ranges::find(images, local.path, &queue::AssetRecord::path);
    return image == images.end() ? std::nullopt : image->url;
  });
  medium::NewStory request{.title = std::move(story.title),
                           .html = std::move(story.html),
                           .tags = std::move(story.tags),
                           .canonical_url = std::move(story.canonical_url),
                           .status = post.status,
                           .license = post.license,
                           .notify_followers = post.notify_followers,
                           .published_at = post.published_at};
  auto mark = [this] {
    queue_.mark_sending(claim_.attempt, clock_());
    marked_ = true;
  };
  transfer_ =
      client_.create(*target_, request, std::move(mark), [this](const medium::Outcome& outcome) { finish(outcome); });
}

void Delivery::fail(std::string reason) {
  finish(medium::Outcome(medium::Refused{medium::Refused::Kind::post, std::move(reason)}));
}

void Delivery::finish(const Ending& ending) {
  // The receiver may destroy this, and with it the function that is being called.
  const OnEnd on_end = std::exchange(on_end_, {});
  on_end(ending);
}

std::optional<medium::Publication> Delivery::find_publication(const std::string& wanted) const {
  const auto found =
      std::ranges::find_if(*known_.publications, [&](const medium::Publication& one) { return names(one, wanted); });
  if (found == known_.publications->end()) return std::nullopt;
  return *found;
}

std::string Delivery::publication_names() const {
  std::string text;
  for (const medium::Publication& publication : *known_.publications)
    text += (text.empty() ? "" : ", ") + core::printable(publication.name);
  return text.empty() ? "it has none" : text;
}

}  // namespace mediumsync::publish
