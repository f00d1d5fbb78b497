#include <utility>

#include "control/present.hpp"
#include "control/verbs.hpp"
#include "core/base64.hpp"
#include "core/url.hpp"

namespace mediumsync::control {
namespace {

struct Outcome {
  const char* operator()(const queue::Added&) const { return "added"; }
  const char* operator()(const queue::Unchanged&) const { return "unchanged"; }
  const char* operator()(const queue::Duplicate&) const { return "duplicate"; }
  const char* operator()(const queue::Superseded&) const { return "superseded"; }
  const char* operator()(const queue::Drifted&) const { return "drifted"; }
};

void tell(Services& services, const Answer& answer, const core::Expected<queue::Enqueued, source::AddError>& result) {
  if (!result) return answer.refuse(result.error().message);
  const core::PostId id = std::visit([](const auto& outcome) { return outcome.id; }, *result);
  const auto post = services.queue.find(id);
  if (!post) return answer.not_found("post " + std::to_string(id.value));
  constexpr std::size_t projected_posts = 200;
  const auto projected = services.publisher.projected(projected_posts);
  const auto due = projected.find(id);
  answer.reply({{"post", to_json(*post, due == projected.end() ? std::nullopt : std::optional(due->second))},
                {"outcome", std::visit(Outcome{}, *result)}});
}

std::optional<std::vector<source::AddedImage>> read_images(Parameters& parameters) {
  std::vector<source::AddedImage> images;
  const Json* list = parameters.list("images");
  if (list == nullptr) return images;
  for (const Json& one : *list) {
    Parameters image(one);
    const auto path = one.is_object() ? image.text("path") : std::nullopt;
    const auto base64 = one.is_object() ? image.text("base64") : std::nullopt;
    auto bytes = base64 ? core::decode_base64(*base64) : std::nullopt;
    if (!path || !bytes) {
      parameters.refuse("images");
      return std::nullopt;
    }
    images.push_back({*path, std::move(*bytes)});
  }
  return images;
}

}  // namespace

void add(Services& services, Parameters& parameters, const Answer& answer) {
  const auto origin = parameters.text("origin");
  const auto text = parameters.text("text");
  const auto url = parameters.text("url");
  const auto account = parameters.text("account");
  const auto at = parameters.time("at");
  auto images = read_images(parameters);
  if (url.has_value() == text.has_value()) parameters.refuse("url");
  if (text && !origin) parameters.refuse("origin");
  if (!parameters.valid()) return;
  const auto rules = services.rules(account);
  if (!rules) return answer.not_found("account " + account.value_or("(none is configured)"));
  if (url) {
    if (!core::is_web_url(*url))
      return answer.refuse("\"" + *url + "\" is no web address; give the whole one, with https://");
    services.sources.add_page({*url, *rules, at, answer.caller()},
                              [&services, answer](const core::Expected<queue::Enqueued, source::AddError>& result) {
                                tell(services, answer, result);
                              });
    return;
  }
  tell(services, answer, services.sources.add({*origin, *text, std::move(*images), *rules, at}));
}

}  // namespace mediumsync::control
