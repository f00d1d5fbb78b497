#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "control/present.hpp"
#include "control/verbs.hpp"
#include "core/base64.hpp"
#include "core/story_address.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "core/username.hpp"
#include "publish/proof.hpp"
#include "queue/import.hpp"
#include "queue/medium_change.hpp"

namespace mediumsync::control {
namespace {

// So that one call keeps the loop for milliseconds only.
constexpr std::size_t most_stories = 500;
constexpr std::size_t longest_name = 1024;
constexpr std::int64_t most_counted = std::int64_t{1} << 50;

std::optional<core::Sketch> sketch_of(const std::optional<std::string>& base64) {
  if (!base64) return core::Sketch();
  const auto bytes = core::decode_base64(*base64);
  if (!bytes || bytes->size() % 4 != 0 || bytes->size() > 4 * core::Sketch::size) return std::nullopt;
  return core::Sketch::from(*bytes);
}

std::optional<std::uint32_t> words_of(Parameters& one) {
  const auto number = one.integer("words");
  if (!number) return std::nullopt;
  if (*number < 0 || *number > std::numeric_limits<std::uint32_t>::max()) one.refuse("words");
  return static_cast<std::uint32_t>(*number);
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
  const auto words = words_of(one);
  if (!one.valid() || !id || !core::is_medium_id(*id) || !url || !core::is_web_url(*url) || !title || !sketch)
    return std::nullopt;
  return queue::KnownStory{.account = account,
                           .id = *id,
                           .url = *url,
                           .title = core::sanitise_utf8(*title),
                           .canonical_url = canonical && core::is_web_url(*canonical) ? canonical : std::nullopt,
                           .published_at = published_at,
                           .draft = draft ? core::Draft::yes : core::Draft::no,
                           .text = *sketch,
                           .words = words};
}

std::optional<queue::Money> read_money(Parameters& one) {
  const auto cents = one.integer("earned_cents");
  const auto currency = one.text("currency");
  if (cents.has_value() != currency.has_value()) one.refuse("currency");
  if (!cents || !currency) return std::nullopt;
  constexpr std::size_t code = 3;  // ISO 4217
  if (currency->size() != code || *cents < 0 || *cents > most_counted) one.refuse("currency");
  return queue::Money{*cents, *currency};
}

std::optional<queue::StoryFigures> read_figures(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  Parameters one(json);
  const auto counted = [&one](const char* name) {
    const auto number = one.integer(name);
    if (number && (*number < 0 || *number > most_counted)) one.refuse(name);
    return number;
  };
  const auto id = one.text("id");
  queue::StoryFigures story{.id = id.value_or(""),
                            .title = core::sanitise_utf8(one.text("title").value_or("")),
                            .views = counted("views"),
                            .reads = counted("reads"),
                            .claps = counted("claps"),
                            .earned = read_money(one)};
  if (!one.valid() || !core::is_medium_id(story.id)) return std::nullopt;
  return story;
}

std::optional<queue::Made> read_made(Parameters& parameters) {
  const auto at = parameters.time("made_at");
  const auto until = parameters.time("made_until");
  if (at.has_value() != until.has_value() || (at && *until < *at)) parameters.refuse("made_until");
  if (!at || !until) return std::nullopt;
  return queue::Made{*at, *until};
}

template <typename Read>
auto read_all(Parameters& parameters, const char* name, const Read& read) {
  std::vector<typename std::invoke_result_t<Read, const Json&>::value_type> all;
  const Json* list = parameters.list(name);
  if (list == nullptr) return all;
  for (const Json& json : *list) {
    auto one = read(json);
    if (!one || all.size() == most_stories) {
      parameters.refuse(name);
      break;
    }
    all.push_back(std::move(*one));
  }
  return all;
}

// Somebody else's export has none of this account's stories.
bool is_of(Services& services, const std::string& account, const std::optional<std::string>& author) {
  if (!author) return true;
  return std::ranges::none_of(services.publisher.accounts(), [&](const publish::AccountView& one) {
    return one.name == account && one.username && !core::same_username(*one.username, *author);
  });
}

Json changes_of(Services& services, const std::vector<core::PostId>& posts) {
  Json list = Json::array();
  for (const core::PostId id : posts) {
    const auto change = services.queue.medium_change(id);
    if (!change) continue;
    const core::Finding finding = queue::finding_of(*change, id);
    list.push_back({{"post", id.value}, {"code", finding.code}, {"message", text_or_null(finding.message)}});
  }
  return list;
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
                {"figures", taken.figures},
                {"drafts", std::ranges::count(stories, core::Draft::yes, &queue::KnownStory::draft)},
                {"posts", posts},
                {"changes", changes_of(services, taken.changed)},
                {"outdated", taken.outdated},
                {"older_than", time_or_null(taken.newer)}});
}

}  // namespace

void import_stories(Services& services, Parameters& parameters, const Answer& answer) {
  const auto url = parameters.text("url");
  const auto name = parameters.text("account");
  const auto author = parameters.text("author");
  queue::ImportPart part{.account = {},
                         .import = parameters.text("import").value_or("at " + core::format_rfc3339(services.clock())),
                         .stories = {},
                         .figures = read_all(parameters, "figures", read_figures),
                         .whole_until = parameters.time("whole_until"),
                         .made = read_made(parameters)};
  const bool saved = parameters.list("stories") != nullptr || parameters.list("figures") != nullptr;
  if (url.has_value() == saved) parameters.refuse("url");
  if (part.import.size() > longest_name) parameters.refuse("import");
  if (!parameters.valid()) return;
  const auto rules = services.rules(name);
  if (!rules) return answer.not_found("account " + name.value_or("(none is configured)"));
  const std::string account = rules->account;
  if (url) {
    if (!core::is_web_url(*url))
      return answer.refuse("\"" + *url + "\" is no web address; give the whole one, with https://");
    services.sources.import_feed(
        {*url, account, answer.caller()},
        [&services, answer, account](const core::Expected<source::FeedImported, source::AddError>& result) {
          if (!result) return answer.refuse(result.error().message);
          tell(services, answer, account, result->stories, result->taken);
        });
    return;
  }
  part.account = account;
  part.stories = read_all(parameters, "stories", [&account](const Json& json) { return read_story(json, account); });
  if (!parameters.valid()) return;
  if (!is_of(services, account, author)) {
    return answer.refuse("that is of @" + core::printable(*author) + ", and account " + account +
                         " is another author's: name the right one with --account");
  }
  tell(services, answer, account, part.stories, services.queue.take_import(part, services.clock()));
}

}  // namespace mediumsync::control
