#include "source/intake.hpp"

#include <algorithm>
#include <utility>

#include "core/document_codec.hpp"
#include "core/text.hpp"
#include "lib/crypto/digest.hpp"
#include "source/local_images.hpp"

namespace mediumsync::source {
namespace {

// What an author would call the same post: its words and what the author says about it, not what the configuration
// adds.
std::string digest_of(const core::Item& item, const std::vector<core::Asset>& assets, Dates dates) {
  std::string all;
  auto add = [&all](const std::optional<std::string>& part) {
    all += part ? std::to_string(part->size()) + ":" + *part : "-";
  };
  auto add_time = [&add](const std::optional<core::TimePoint>& time) {
    add(time ? std::optional(core::format_rfc3339(*time)) : std::nullopt);
  };
  add(item.title);
  add(item.subtitle);
  for (const std::string& tag : item.tags) add(tag);
  add(item.canonical_url);
  add(core::encode(item.body));
  for (const core::Asset& asset : assets) add(asset.digest);
  if (item.medium.tags) {
    for (const std::string& tag : *item.medium.tags) add(tag);
  }
  add(item.medium.publication);
  add(item.medium.status ? std::optional(std::string(core::to_string(*item.medium.status))) : std::nullopt);
  add(item.license ? std::optional(std::string(core::to_string(*item.license))) : std::nullopt);
  add_time(item.medium.publish_at);
  add_time(item.medium.published_at);
  if (dates == Dates::part_of_post) add_time(item.date);
  return crypto::sha256_hex(all);
}

queue::Arrival outline(const Intake& intake) {
  return {.source = intake.rules.source,
          .account = intake.rules.account,
          .origin = intake.origin,
          .rules = intake.rules_digest ? *intake.rules_digest : source::digest_of(intake.rules, intake.base_url),
          .plan = intake.plan,
          .state = intake.state,
          .cause = intake.cause,
          .reason = intake.reason,
          .title = core::cut_on_word(core::collapse_space(core::sanitise_utf8(intake.fallback_title)),
                                     core::max_title_characters)};
}

void set_aside(queue::Arrival& arrival, core::State state, queue::Cause cause, std::string reason) {
  arrival.state = state;
  arrival.cause = cause;
  arrival.reason = std::move(reason);
}

void reject(queue::Arrival& arrival, const core::Rejection& rejection) {
  switch (rejection.kind) {
    case core::RejectionKind::draft:
      return set_aside(arrival, core::State::skipped, queue::Cause::draft, rejection.message);
    case core::RejectionKind::skipped:
      return set_aside(arrival, core::State::skipped, queue::Cause::author, rejection.message);
    case core::RejectionKind::invalid:
      return set_aside(arrival, core::State::failed, queue::Cause::invalid, rejection.message);
  }
}

// An error waits for a person's word whatever the source says, a warning where it is strict.
void hold_for_findings(queue::Arrival& arrival, const core::Findings& findings, core::Strictness strictness) {
  const auto error = std::ranges::find(findings, core::Severity::error, &core::Finding::severity);
  if (error != findings.end()) return set_aside(arrival, core::State::held, queue::Cause::findings, error->message);
  const auto warning = std::ranges::find(findings, core::Severity::warning, &core::Finding::severity);
  if (strictness == core::Strictness::strict && warning != findings.end())
    set_aside(arrival, core::State::held, queue::Cause::findings, "the source is strict: " + warning->message);
}

}  // namespace

std::string digest_of(const core::SourceRules& rules, const std::optional<std::string>& base_url) {
  constexpr std::size_t enough = 16;
  std::string all;
  auto add = [&all](std::string_view part) { all += std::to_string(part.size()) + ":" + std::string(part); };
  add(rules.account);
  add(core::to_string(rules.status));
  add(core::to_string(rules.license));
  add(rules.notify_followers == core::NotifyFollowers::yes ? "notify" : "");
  add(rules.disclaimer == core::Disclaimer::yes ? "disclaimer" : "");
  add(rules.strictness == core::Strictness::strict ? "strict" : "");
  add(rules.publication.value_or(""));
  add(base_url.value_or(""));
  for (const std::string& tag : rules.tags) add(tag);
  for (const auto& [category, tag] : rules.tag_map) {
    add(category);
    add(tag);
  }
  return crypto::sha256_hex(all).substr(0, enough);
}

queue::Arrival arrive(const Intake& intake, core::Item item, std::vector<core::Asset> assets, Dates dates,
                      core::TimePoint now) {
  queue::Arrival arrival = outline(intake);
  arrival.digest = digest_of(item, assets, dates);
  if (item.title) arrival.title = core::collapse_space(*item.title);
  auto post = core::normalise(std::move(item), intake.rules, intake.fallback_title, now);
  if (!post) {
    // The baseline is what was there when the source was first seen; what it is like does not matter.
    if (arrival.cause != queue::Cause::baseline) reject(arrival, post.error());
    return arrival;
  }
  if (arrival.state == core::State::queued) hold_for_findings(arrival, post->findings, intake.rules.strictness);
  arrival.title = post->title;
  arrival.post = std::move(*post);
  arrival.assets = std::move(assets);
  return arrival;
}

queue::Arrival arrive_alone(const Intake& intake, core::Item item, core::TimePoint now) {
  std::vector<core::Asset> images = adopt(item, collect_added(std::move(item.body), {}));
  return arrive(intake, std::move(item), std::move(images), Dates::ignored, now);
}

std::string first_sentence(const core::Document& text) {
  const std::string words = core::plain_text(text);
  std::string_view line = core::trim(words);
  line = line.substr(0, line.find('\n'));
  std::size_t end = line.size();
  for (const std::string_view mark : {". ", "! ", "? ", "。", "！", "？"}) {
    const std::size_t found = line.find(mark);
    if (found != std::string_view::npos) end = std::min(end, found + (mark.ends_with(' ') ? 1 : mark.size()));
  }
  return core::cut_on_word(core::collapse_space(line.substr(0, end)), core::max_title_characters);
}

queue::Arrival broken(const Intake& intake, const std::string& reason, const std::string& digest) {
  queue::Arrival arrival = outline(intake);
  arrival.digest = digest;
  if (arrival.cause != queue::Cause::baseline) set_aside(arrival, core::State::failed, queue::Cause::invalid, reason);
  return arrival;
}

core::Expected<queue::Enqueued, AddError> with_time(queue::Queue& queue, const queue::Enqueued& enqueued,
                                                    const std::optional<core::TimePoint>& at, core::TimePoint now) {
  if (!at) return enqueued;
  const core::PostId id = std::visit([](const auto& outcome) { return outcome.id; }, enqueued);
  const auto moved = queue.move_to(id, *at, now);
  if (!moved) return core::Unexpected<AddError>({moved.error().message});
  return enqueued;
}

std::string to_string(const parse::ParseError& error) {
  std::string place;
  if (error.line) place = "line " + std::to_string(*error.line);
  if (error.line && error.column) place += ", column " + std::to_string(*error.column);
  return place.empty() ? error.message : place + ": " + error.message;
}

}  // namespace mediumsync::source
