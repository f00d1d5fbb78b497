// From what a parser understood to what the queue is handed: rules applied, digest taken, and the reason where there is
// no post.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/post.hpp"
#include "parse/document.hpp"
#include "queue/queue.hpp"
#include "source/sources.hpp"

namespace mediumsync::source {

// Where an item comes from, and what is to become of it if nothing about itself says otherwise.
struct Intake {
  std::string origin;
  std::string fallback_title;
  const core::SourceRules& rules;
  std::optional<std::string> plan;
  core::State state = core::State::queued;
  queue::Cause cause = queue::Cause::none;
  std::optional<std::string> reason;
  std::optional<std::string> base_url = std::nullopt;
  std::optional<std::string> rules_digest = std::nullopt;  // of rules and base_url, where it has been taken before
};

// Over what the configuration says of every post of a source: tells whether it says something else than before.
std::string digest_of(const core::SourceRules& rules, const std::optional<std::string>& base_url);

// Whether a changed date makes a changed post: it does in a file that its author edits, and does not in a feed, where
// entries are re-dated by machines.
enum class Dates { part_of_post, ignored };

queue::Arrival arrive(const Intake& intake, core::Item item, std::vector<core::Asset> assets, Dates dates,
                      core::TimePoint now);

// What came from the web, without files beside it: of its images, those written into the text come along.
queue::Arrival arrive_alone(const Intake& intake, core::Item item, core::TimePoint now);
// What may stand in for a title that is missing, cut to a title's length; empty where there is no text.
std::string first_sentence(const core::Document& text);

// Something that is no post: kept as `failed` with its reason. `digest` tells one broken version from the next.
queue::Arrival broken(const Intake& intake, const std::string& reason, const std::string& digest);

// Gives an added post the fixed time that a person asked for, if any.
core::Expected<queue::Enqueued, AddError> with_time(queue::Queue& queue, const queue::Enqueued& enqueued,
                                                    const std::optional<core::TimePoint>& at, core::TimePoint now);

// "line 3, column 5: message"
std::string to_string(const parse::ParseError& error);

}  // namespace mediumsync::source
