#include "publish/judge.hpp"

#include <algorithm>
#include <variant>

#include "schedule/backoff.hpp"

namespace mediumsync::publish {
namespace {

using core::State;
using queue::Cause;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr schedule::BackoffPolicy network_backoff{seconds(30), hours(1)};
constexpr schedule::BackoffPolicy certificate_backoff{minutes(10), hours(6)};
constexpr schedule::BackoffPolicy quota_backoff{hours(1), hours(6)};
constexpr schedule::BackoffPolicy rate_backoff{minutes(1), hours(1)};
constexpr schedule::BackoffPolicy cloudflare_backoff{minutes(1), hours(6)};
constexpr schedule::BackoffPolicy doubt_backoff{minutes(1), hours(1)};

// What becomes of the post, with one reason for the attempt and for itself; the account goes on.
Verdict verdict_of(State next, Cause cause, const std::string& outcome, const std::string& reason) {
  Verdict verdict;
  verdict.post.next = next;
  verdict.post.cause = cause;
  verdict.post.outcome = outcome;
  verdict.post.detail = reason;
  verdict.post.reason = reason;
  return verdict;
}

// Decides one kind of outcome at a time; holds what all of them look at.
struct Judge {
  const Attempt& attempt;
  core::TimePoint now;
  double jitter;

  core::TimePoint later(const schedule::BackoffPolicy& policy) const {
    return now + schedule::backoff(policy, attempt.pauses + 1, jitter);
  }

  // The post is as it was; the account waits.
  Verdict account_waits(const std::string& outcome, const std::string& reason, core::TimePoint until) const {
    Verdict verdict = post_waits(outcome, reason);
    verdict.account = AccountAction::pause;
    verdict.account_until = until;
    verdict.account_reason = reason;
    return verdict;
  }

  static Verdict post_waits(const std::string& outcome, const std::string& reason) {
    return verdict_of(State::queued, Cause::network, outcome, reason);
  }

  static Verdict account_stops(const std::string& outcome, const std::string& reason) {
    Verdict verdict = post_waits(outcome, reason);
    verdict.account = AccountAction::stop;
    verdict.account_reason = reason;
    return verdict;
  }

  static Verdict post_fails(const std::string& reason) {
    return verdict_of(State::failed, Cause::refused, "refused", reason);
  }

  static Verdict once_more(const std::string& reason, const std::string& without, queue::Amendment amendment) {
    Verdict verdict = post_waits("refused", reason + "; it is sent once more without " + without);
    verdict.post.cause = Cause::refused;
    verdict.post.amendment = amendment;
    return verdict;
  }

  Verdict operator()(const medium::Published& published) const {
    Verdict verdict;
    verdict.post.next = State::published;
    verdict.post.outcome = "published";
    verdict.post.detail = published.note;
    verdict.post.reason = published.note;
    verdict.post.story = queue::PublishedStory{published.id, published.url, published.note};
    verdict.account = AccountAction::recovered;
    return verdict;
  }

  Verdict operator()(const medium::NotSent& not_sent) const {
    if (not_sent.kind == medium::NotSent::Kind::certificate) {
      return account_waits("not-sent", "Medium's certificate is not to be trusted: " + not_sent.reason,
                           later(certificate_backoff));
    }
    return account_waits("not-sent", not_sent.reason, later(network_backoff));
  }

  Verdict operator()(const medium::Refused& refused) const {
    using Kind = medium::Refused::Kind;
    switch (refused.kind) {
      case Kind::post:
        break;
      case Kind::tags:
        if (attempt.tags == Carried::no) return post_fails(refused.reason);
        return once_more(refused.reason, "tags", queue::Amendment::without_tags);
      case Kind::published_at:
        if (attempt.published_at == Carried::no) return post_fails(refused.reason);
        return once_more(refused.reason, "its date", queue::Amendment::without_published_at);
      case Kind::author:
        return author_refused(refused.reason);
      case Kind::permission:
        if (attempt.publication == Carried::yes) return post_fails(refused.reason);
        return account_stops("refused", refused.reason);
    }
    return post_fails(refused.reason);
  }

  Verdict author_refused(const std::string& reason) const {
    if (attempt.author_refusals > 0) return account_stops("refused", reason);
    Verdict verdict = post_waits("refused", reason);
    verdict.account = AccountAction::refresh_profile;
    return verdict;
  }

  Verdict operator()(const medium::Unauthorized& unauthorized) const {
    return account_stops("unauthorized",
                         unauthorized.reason + "; put a valid token in place, then: mediumsyncctl resume");
  }

  Verdict operator()(const medium::Throttled& throttled) const {
    using Kind = medium::Throttled::Kind;
    core::TimePoint until = now + throttled.retry_after.value_or(seconds(0));
    switch (throttled.kind) {
      case Kind::quota:
        until = std::max({until, later(quota_backoff), attempt.quota_frees_at.value_or(now)});
        break;
      case Kind::rate:
        until = std::max(until, later(rate_backoff));
        break;
      case Kind::cloudflare:
        until = std::max(until, later(cloudflare_backoff));
        break;
    }
    return account_waits("throttled", throttled.reason, until);
  }

  // An outage must not take one post after the other into doubt, so the account waits as well.
  Verdict operator()(const medium::InDoubt& doubt) const {
    Verdict verdict;
    verdict.post.next = State::in_doubt;
    verdict.post.cause = Cause::doubt;
    verdict.post.outcome = "in-doubt";
    verdict.post.detail = doubt.reason;
    verdict.post.reason = doubt.reason + ". " +
                          (attempt.status == core::PublishStatus::public_
                               ? "It is looked for in your feed for a day. "
                               : "A feed has only public stories, so nobody can find out but you. ") +
                          doubt_advice(attempt.post, attempt.status);
    verdict.account = AccountAction::pause;
    verdict.account_until = later(doubt_backoff);
    verdict.account_reason = "a story may or may not have been made: " + doubt.reason;
    return verdict;
  }
};

}  // namespace

Verdict judge(const Attempt& attempt, const medium::Outcome& outcome, core::TimePoint now, double jitter) {
  Verdict verdict = std::visit(Judge{attempt, now, jitter}, outcome);
  if (attempt.status == core::PublishStatus::public_) verdict.post.visible = queue::Visible::yes;
  return verdict;
}

Verdict withhold(const std::string& reason) {
  return verdict_of(State::held, Cause::findings, "held", reason);
}

std::string doubt_advice(core::PostId post, core::PublishStatus status) {
  const std::string id = std::to_string(post.value);
  const std::string where = status == core::PublishStatus::draft ? "your drafts on Medium" : "your stories on Medium";
  return "Look at " + where + "; if it is there: mediumsyncctl resolve " + id +
         " --published URL, if not: mediumsyncctl resolve " + id + " --not-published";
}

}  // namespace mediumsync::publish
