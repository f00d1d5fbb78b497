// What follows from an outcome, for the post and for its account. Pure and total: the one place where it is decided.
#pragma once

#include <optional>
#include <string>

#include "core/post.hpp"
#include "core/time.hpp"
#include "medium/outcome.hpp"
#include "queue/queue.hpp"

namespace mediumsync::publish {

// Whether the request carried something that Medium may refuse by itself.
enum class Carried { no, yes };

// What is known of the attempt that the outcome belongs to.
struct Attempt {
  core::PostId post;
  core::PublishStatus status = core::PublishStatus::draft;
  Carried tags = Carried::no;
  Carried published_at = Carried::no;
  Carried publication = Carried::no;
  int pauses = 0;           // of the account, in a row, before this one
  int author_refusals = 0;  // in a row: how often Medium did not know the user id, before this one
  std::optional<core::TimePoint> quota_frees_at;  // by our own ledger
};

// What the account does next.
enum class AccountAction {
  none,
  recovered,       // it works: forget earlier pauses
  pause,           // until `account_until`, then it goes on by itself
  stop,            // until a person resumes it
  refresh_profile  // ask /me again before the next story
};

struct Verdict {
  queue::Settlement post;
  AccountAction account = AccountAction::none;
  std::optional<core::TimePoint> account_until;
  std::optional<std::string> account_reason;
};

// `jitter` in [0, 1), for the waits.
Verdict judge(const Attempt& attempt, const medium::Outcome& outcome, core::TimePoint now, double jitter);

// The post is held until a person has looked at it; nothing was sent.
Verdict withhold(const std::string& reason);

// A story that is `public` and in doubt can be found in the author's feed; what to tell a person about one that is not
// settled.
std::string doubt_advice(core::PostId post, core::PublishStatus status);

}  // namespace mediumsync::publish
