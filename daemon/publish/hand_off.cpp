#include "publish/hand_off.hpp"

#include <algorithm>
#include <utility>

#include "publish/post_images.hpp"
#include "render/kit.hpp"

namespace mediumsync::publish {
namespace {

using core::State;

constexpr core::Duration patience = std::chrono::hours(24);

// Why the state has no use for a kit.
std::optional<std::string> objection(const queue::Record& post, const KitAccount& account) {
  const std::string id = std::to_string(post.id.value);
  switch (post.state) {
    case State::queued:
    case State::held:
    case State::handed_off:
    case State::failed:
      return std::nullopt;
    case State::in_doubt:
      if (account.health == KitAccount::Health::stands_still) return std::nullopt;
      return "post " + id + " may be on Medium already; resolve it first: mediumsyncctl resolve " + id +
             " --published URL | --not-published";
    case State::publishing:
      return "post " + id + " is being sent at this moment; wait for the outcome: mediumsyncctl show " + id;
    case State::published:
      return "post " + id + " is published already" + (post.url ? ": " + *post.url : std::string());
    case State::skipped:
      return "post " + id + " is skipped; to queue it after all: mediumsyncctl release " + id;
  }
  return std::nullopt;
}

std::vector<render::KitNotice> notices_of(const queue::Record& post, const KitAccount& account) {
  const std::string id = std::to_string(post.id.value);
  std::vector<render::KitNotice> notices;
  if (post.state == State::in_doubt) {
    notices.push_back(
        {"This story may be on Medium already: look at your stories and drafts there before you publish it. If "
         "it is there, say where, and nothing else is to be done:",
         "mediumsyncctl done " + id});
  }
  if (post.state == State::queued && account.means == Means::api) {
    notices.push_back(
        {"This post still waits in the queue and is sent by itself once its account works again. So that it is "
         "not published twice, hold it first:",
         "mediumsyncctl hold " + id});
  }
  if (post.drifted) {
    notices.push_back({"Its source has changed since it was handed off; this is the text of then. What changed:",
                       "mediumsyncctl diff " + id});
  }
  return notices;
}

render::Settling settling_of(const queue::Record& post, const KitAccount& account) {
  const bool looked_for =
      post.state == State::handed_off || post.state == State::in_doubt || account.means == Means::hand_off;
  return looked_for ? render::Settling::by_itself : render::Settling::by_a_person;
}

}  // namespace

core::Expected<Kit, KitRefusal> make_kit(queue::Queue& queue, core::PostId id, const KitAccount& account) {
  const auto record = queue.find(id);
  if (!record)
    return core::Unexpected<KitRefusal>({"there is no post " + std::to_string(id.value) + ": mediumsyncctl list"});
  if (auto why = objection(*record, account)) return core::Unexpected<KitRefusal>({std::move(*why)});
  const auto post = queue.post(id);
  if (!post) {
    return core::Unexpected<KitRefusal>({"post " + std::to_string(id.value) + " can't be read as a post (" +
                                         record->reason.value_or("no text") + "): mend " + record->origin +
                                         ", then it is taken by itself"});
  }
  const std::vector<queue::AssetRecord> kept = queue.assets(id);
  render::Kit drawn = render::kit(*post, images_of(queue, kept),
                                  {.post = id,
                                   .site = account.site,
                                   .notices = notices_of(*record, account),
                                   .settling = settling_of(*record, account)});
  Kit made{std::move(drawn.html), {}};
  for (const render::KitImage& image : drawn.images) {
    const auto asset = std::ranges::find(kept, image.path, &queue::AssetRecord::path);
    made.files.push_back({image.name, asset->media_type, asset->digest});
  }
  return made;
}

std::optional<core::TimePoint> remind(queue::Queue& queue, core::TimePoint now) {
  auto oldest = queue.oldest_unreminded_hand_off();
  if (oldest && *oldest + patience <= now) {
    queue.remind_of_hand_offs(now - patience, now);
    oldest = queue.oldest_unreminded_hand_off();
  }
  if (!oldest) return std::nullopt;
  return *oldest + patience;
}

}  // namespace mediumsync::publish
