#include <algorithm>
#include <utility>

#include "control/present.hpp"
#include "control/verbs.hpp"
#include "core/base64.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "publish/proof.hpp"

namespace mediumsync::control {
namespace {

// So that one call keeps the loop for milliseconds only.
constexpr std::size_t most_stories = 500;
constexpr std::size_t longest_id = 64;

bool is_id(const std::string& id) {
  constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  return !id.empty() && id.size() <= longest_id && id.find_first_not_of(letters) == std::string::npos;
}

std::optional<core::Sketch> sketch_of(const std::optional<std::string>& base64) {
  if (!base64) return core::Sketch();
  const auto bytes = core::decode_base64(*base64);
  if (!bytes || bytes->size() % 4 != 0 || bytes->size() > 4 * core::Sketch::size) return std::nullopt;
  return core::Sketch::from(*bytes);
}

std::optional<queue::KnownStory> read_story(const Json& json, const std::string& account) {
  if (!json.is_object()) return std::nullopt;
  Parameters one(json);
  const auto id = one.text("id");
  const auto url = one.text("url");
  const auto title = one.text("title");
  const auto canonical = one.text("canonical_url");
  const auto published_at = one.time("published_at");
  const bool draft = one.flag("draft");
  const auto sketch = sketch_of(one.text("sketch"));
  if (!one.valid() || !id || !is_id(*id) || !url || !core::is_web_url(*url) || !title || !sketch) return std::nullopt;
  return queue::KnownStory{.account = account,
                           .id = *id,
                           .url = *url,
                           .title = core::sanitise_utf8(*title),
                           .canonical_url = canonical && core::is_web_url(*canonical) ? canonical : std::nullopt,
                           .published_at = published_at,
                           .draft = draft ? core::Draft::yes : core::Draft::no,
                           .text = *sketch};
}

std::optional<std::vector<queue::KnownStory>> read_stories(Parameters& parameters, const std::string& account) {
  const Json* list = parameters.list("stories");
  std::vector<queue::KnownStory> stories;
  if (list == nullptr) return stories;
  for (const Json& json : *list) {
    auto story = read_story(json, account);
    if (!story || stories.size() == most_stories) {
      parameters.refuse("stories");
      return std::nullopt;
    }
    stories.push_back(std::move(*story));
  }
  return stories;
}

// What came of it for the posts that are known here.
void tell(Services& services, const Answer& answer, const std::string& account,
          const std::vector<queue::KnownStory>& stories, const queue::StoriesTaken& taken) {
  Json posts = Json::array();
  for (const queue::Record& post : taken.skipped) posts.push_back(to_json(post, std::nullopt));
  for (const core::PostId id :
       publish::prove(services.queue, account, stories, "in what was imported", services.clock())) {
    if (const auto post = services.queue.find(id)) posts.push_back(to_json(*post, std::nullopt));
  }
  answer.reply({{"account", account},
                {"stories", stories.size()},
                {"fresh", taken.fresh},
                {"drafts", std::ranges::count(stories, core::Draft::yes, &queue::KnownStory::draft)},
                {"posts", posts}});
}

}  // namespace

void import_stories(Services& services, Parameters& parameters, const Answer& answer) {
  const auto url = parameters.text("url");
  const auto name = parameters.text("account");
  if (url.has_value() == (parameters.list("stories") != nullptr)) parameters.refuse("url");
  if (!parameters.valid()) return;
  const auto rules = services.rules(name);
  if (!rules) return answer.not_found("account " + name.value_or("(none is configured)"));
  const std::string account = rules->account;
  if (url) {
    if (!core::is_web_url(*url))
      return answer.refuse("\"" + *url + "\" is no web address; give the whole one, with https://");
    services.sources.import_feed(
        {*url, account},
        [&services, answer, account](const core::Expected<source::FeedImported, source::AddError>& result) {
          if (!result) return answer.refuse(result.error().message);
          tell(services, answer, account, result->stories, result->taken);
        });
    return;
  }
  const auto stories = read_stories(parameters, account);
  if (!stories) return;
  tell(services, answer, account, *stories, services.queue.take_stories(*stories, services.clock()));
}

}  // namespace mediumsync::control
