// What the queue tells about a post, as values.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/ids.hpp"
#include "core/post.hpp"
#include "core/state.hpp"
#include "core/time.hpp"

namespace mediumsync::queue {

// Why a post is in a state it would not be in by itself; `reason` says the same to people.
enum class Cause {
  none,
  person,     // somebody's hold or skip
  baseline,   // was there when the source was first seen
  draft,      // the author says: not yet
  author,     // the author says: not to Medium
  duplicate,  // the same text or post is in the queue or published already
  gone,       // its file was deleted while it waited
  excerpt,    // only a teaser is to be had
  flood,      // one of too many that came at once
  findings,   // its source is strict and something can't be carried over
  invalid,    // can't be read as a post
  refused,    // Medium said no
  network,    // could not be sent; will be tried again
  doubt       // sent, and no answer that could be believed
};
std::string_view to_string(Cause cause);
std::optional<Cause> parse_cause(std::string_view text);

// How a post gets its time.
enum class Lane {
  scheduled,  // by its account's (or its source's) windows
  personal    // a person asked: at once, or at a fixed time, outside the windows too
};

// One post's row, without its body.
struct Record {
  core::PostId id;
  std::string account;
  std::string source;
  std::string origin;  // path beneath the folder, the feed's guid, or the file or URL of an `add`
  core::State state = core::State::queued;
  Cause cause = Cause::none;
  std::optional<std::string> reason;
  Lane lane = Lane::scheduled;
  std::optional<core::TimePoint> not_before;  // scheduled: no slot before this; personal: the fixed time
  std::string title;
  std::optional<std::string> canonical_url;
  std::vector<std::string> tags;
  core::PublishStatus status = core::PublishStatus::draft;
  core::License license = core::License::all_rights_reserved;
  std::optional<std::string> publication;
  std::optional<std::string> plan;  // the source whose own schedule applies; absent: the account's
  std::optional<std::string> medium_id;
  std::optional<std::string> url;
  bool drifted = false;
  std::optional<core::PostId> twin;  // of a duplicate: the post that it is the same as
  core::TimePoint created_at;
  std::optional<core::TimePoint> published_at;
  std::optional<core::TimePoint> handed_off_at;  // the last time
};

// One try, as `show` lists them.
struct AttemptRecord {
  core::AttemptId id;
  core::TimePoint claimed_at;
  std::optional<core::TimePoint> sending_at;  // the mark: from here on a story may exist
  std::optional<core::TimePoint> finished_at;
  std::optional<std::string> outcome;  // published, not-sent, refused, unauthorized, throttled, in-doubt, interrupted,
                                       // not-published, handed-off
  std::optional<std::string> detail;
};

// One thing that happened, as `events` streams them.
struct Event {
  std::int64_t sequence = 0;
  core::TimePoint at;
  std::optional<core::PostId> post;
  std::string kind;  // queued, superseded, held, …, published, account-stopped, source-failing
  std::string detail;
  std::optional<std::string> by = {};  // who asked for it at the control socket: "uid 1000 (anna)"
};

// Posts by state, kept by triggers.
struct Counts {
  std::array<std::int64_t, core::all_states.size()> by_state{};
  std::int64_t operator[](core::State state) const { return by_state.at(static_cast<std::size_t>(state)); }
};

}  // namespace mediumsync::queue
