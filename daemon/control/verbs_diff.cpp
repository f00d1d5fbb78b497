#include <utility>

#include "control/present.hpp"
#include "control/verbs.hpp"
#include "publish/preview.hpp"
#include "queue/medium_change.hpp"

namespace mediumsync::control {
namespace {

Json paragraph_json(const render::ParagraphDiff& paragraph) {
  Json words = Json::array();
  for (const render::WordRun& run : paragraph.words)
    words.push_back({{"change", render::to_string(run.change)}, {"text", text_or_null(run.text)}});
  return {{"change", render::to_string(paragraph.change)}, {"kind", paragraph.kind}, {"words", words}};
}

bool may_still_be_sent(core::State state) {
  return state == core::State::queued || state == core::State::held || state == core::State::failed ||
         state == core::State::skipped;
}

bool is_undecided(core::State state) {
  return state == core::State::publishing || state == core::State::in_doubt;
}

// What a person should know about the difference, and do.
std::string note_of(const queue::Record& post, const std::optional<queue::Queue::Newer>& newer,
                    const std::optional<queue::MediumChange>& change) {
  const std::string name = "post " + std::to_string(post.id.value);
  if (change && !newer) return queue::finding_of(*change, post.id).message;
  if (may_still_be_sent(post.state)) return name + " has not been sent: a change of its file simply takes its place";
  if (!newer) return name + " has not changed since it was sent";
  if (is_undecided(post.state))
    return name + " may not be on Medium; if it turns out that it is not, the new text is what will be sent";
  if (!newer->post)
    return "the new text of " + name + " can't be read (" + newer->reason.value_or("no text") + "): mend " +
           post.origin;
  return "Nothing is sent: Medium's API can't change a story. Edit it there by hand" +
         (post.url ? ", at " + *post.url : std::string()) + ", or leave it as it is; then: mediumsyncctl diff " +
         std::to_string(post.id.value) + " --ack";
}

void acknowledge(Services& services, const Answer& answer, core::PostId id) {
  const queue::Changed settled = services.queue.acknowledge_drift(id, services.clock());
  if (!settled) return answer.refuse(settled.error().message);
  answer.reply({{"post", to_json(*settled, std::nullopt)},
                {"drifted", false},
                {"settled", true},
                {"note", "settled: what changed is known from now on"},
                {"facts", Json::array()},
                {"paragraphs", Json::array()}});
}

}  // namespace

void diff(Services& services, Parameters& parameters, const Answer& answer) {
  const core::PostId id = parameters.id("id");
  const bool settle = parameters.flag("ack");
  if (!parameters.valid()) return;
  const auto post = services.queue.find(id);
  if (!post) return answer.not_found("post " + std::to_string(id.value));
  if (settle) return acknowledge(services, answer, id);
  const render::StoryDiff story = publish::drift(services.queue, id).value_or(render::StoryDiff{});
  Json facts = Json::array();
  for (const render::FactDiff& fact : story.facts)
    facts.push_back({{"name", fact.name}, {"before", text_or_null(fact.before)}, {"after", text_or_null(fact.after)}});
  Json paragraphs = Json::array();
  for (const render::ParagraphDiff& paragraph : story.paragraphs) paragraphs.push_back(paragraph_json(paragraph));
  answer.reply({{"post", to_json(*post, std::nullopt)},
                {"drifted", post->drifted},
                {"settled", false},
                {"note", note_of(*post, services.queue.newer(id), services.queue.medium_change(id))},
                {"facts", facts},
                {"paragraphs", paragraphs}});
}

}  // namespace mediumsync::control
