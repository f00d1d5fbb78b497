#include "publish/preview.hpp"

#include <vector>

#include "publish/post_images.hpp"
#include "render/reading_page.hpp"
#include "render/story.hpp"

namespace mediumsync::publish {
namespace {

std::vector<render::Fact> facts_of(const queue::Record& record, const std::optional<core::TimePoint>& due) {
  std::vector<render::Fact> facts{{"Post", std::to_string(record.id.value)},
                                  {"State", std::string(core::to_string(record.state))}};
  if (record.reason) facts.push_back({"Why", *record.reason});
  if (due) facts.push_back({"Due", core::format_rfc3339(*due)});
  if (record.published_at) facts.push_back({"Published", core::format_rfc3339(*record.published_at)});
  if (record.url) facts.push_back({"On Medium", *record.url});
  if (record.drifted) {
    facts.push_back({"Drifted", "its source has changed since; this is what was sent (mediumsyncctl diff " +
                                    std::to_string(record.id.value) + ")"});
  }
  facts.push_back({"Account", record.account});
  facts.push_back({"From", record.source + ": " + record.origin});
  return facts;
}

}  // namespace

std::optional<std::string> reading_page(queue::Queue& queue, core::PostId id,
                                        const std::optional<core::TimePoint>& due) {
  const auto record = queue.find(id);
  const auto post = queue.post(id);
  if (!record || !post) return std::nullopt;
  const std::vector<queue::AssetRecord> kept = queue.assets(id);
  return render::reading_page(*post, images_of(queue, kept), facts_of(*record, due));
}

core::Findings findings(queue::Queue& queue, core::PostId id) {
  const auto post = queue.post(id);
  return post ? render::all_findings(*post) : queue.findings(id);
}

std::optional<render::StoryDiff> drift(queue::Queue& queue, core::PostId id) {
  const auto newer = queue.newer(id);
  const auto sent = queue.post(id);
  if (!newer || !newer->post || !sent) return std::nullopt;
  return render::story_diff(*sent, *newer->post);
}

}  // namespace mediumsync::publish
