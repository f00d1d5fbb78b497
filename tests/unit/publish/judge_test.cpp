#include "publish/judge.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace mediumsync;
using namespace std::chrono_literals;
using core::State;
using publish::AccountAction;
using publish::Carried;

namespace {

const core::TimePoint now = *core::parse_rfc3339("2026-11-24T12:00:00Z");

// Every outcome there is, each kind of each once.
std::vector<medium::Outcome> every_outcome() {
  using namespace medium;
  return {Published{"id", "https://medium.com/@j/id", std::nullopt},
          Published{std::nullopt, std::nullopt, "cut off"},
          NotSent{NotSent::Kind::network, "refused"},
          NotSent{NotSent::Kind::certificate, "self-signed"},
          Refused{Refused::Kind::post, "no"},
          Refused{Refused::Kind::tags, "no"},
          Refused{Refused::Kind::published_at, "no"},
          Refused{Refused::Kind::author, "no"},
          Refused{Refused::Kind::permission, "no"},
          Unauthorized{"dead"},
          Throttled{Throttled::Kind::quota, std::nullopt, "quota"},
          Throttled{Throttled::Kind::rate, 5s, "rate"},
          Throttled{Throttled::Kind::cloudflare, std::nullopt, "Cloudflare"},
          InDoubt{"reset"}};
}

}  // namespace

TEST_CASE("each outcome has its consequence for the post and for the account") {
  using namespace medium;
  struct Row {
    std::string what;
    publish::Attempt attempt;
    Outcome outcome;
    State post;
    queue::Amendment amendment;
    AccountAction account;
  };
  using queue::Amendment;
  const std::vector<Row> rows{
      {"published", {}, Published{"i", "u", {}}, State::published, Amendment::none, AccountAction::recovered},
      {"network", {}, NotSent{NotSent::Kind::network, "x"}, State::queued, Amendment::none, AccountAction::pause},
      {"certificate",
       {},
       NotSent{NotSent::Kind::certificate, "x"},
       State::queued,
       Amendment::none,
       AccountAction::pause},
      {"refused", {}, Refused{Refused::Kind::post, "x"}, State::failed, Amendment::none, AccountAction::none},
      {"tags refused",
       {.tags = Carried::yes},
       Refused{Refused::Kind::tags, "x"},
       State::queued,
       Amendment::without_tags,
       AccountAction::none},
      {"tags refused though none were sent",
       {},
       Refused{Refused::Kind::tags, "x"},
       State::failed,
       Amendment::none,
       AccountAction::none},
      {"date refused",
       {.published_at = Carried::yes},
       Refused{Refused::Kind::published_at, "x"},
       State::queued,
       Amendment::without_published_at,
       AccountAction::none},
      {"date refused though none was sent",
       {},
       Refused{Refused::Kind::published_at, "x"},
       State::failed,
       Amendment::none,
       AccountAction::none},
      {"author unknown",
       {},
       Refused{Refused::Kind::author, "x"},
       State::queued,
       Amendment::none,
       AccountAction::refresh_profile},
      {"author unknown again",
       {.author_refusals = 1},
       Refused{Refused::Kind::author, "x"},
       State::queued,
       Amendment::none,
       AccountAction::stop},
      {"no role in the publication",
       {.publication = Carried::yes},
       Refused{Refused::Kind::permission, "x"},
       State::failed,
       Amendment::none,
       AccountAction::none},
      {"forbidden", {}, Refused{Refused::Kind::permission, "x"}, State::queued, Amendment::none, AccountAction::stop},
      {"dead token", {}, Unauthorized{"x"}, State::queued, Amendment::none, AccountAction::stop},
      {"quota", {}, Throttled{Throttled::Kind::quota, {}, "x"}, State::queued, Amendment::none, AccountAction::pause},
      {"rate", {}, Throttled{Throttled::Kind::rate, {}, "x"}, State::queued, Amendment::none, AccountAction::pause},
      {"Cloudflare",
       {},
       Throttled{Throttled::Kind::cloudflare, {}, "x"},
       State::queued,
       Amendment::none,
       AccountAction::pause},
      {"in doubt", {}, InDoubt{"x"}, State::in_doubt, Amendment::none, AccountAction::pause},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const publish::Verdict verdict = publish::judge(row.attempt, row.outcome, now, 0.5);
    CHECK(verdict.post.next == row.post);
    CHECK(verdict.post.amendment == row.amendment);
    CHECK(verdict.account == row.account);
  }
}

TEST_CASE("no outcome whatever sends a post again that may exist") {
  for (const medium::Outcome& outcome : every_outcome()) {
    for (const Carried carried : {Carried::no, Carried::yes}) {
      for (const int pauses : {0, 1, 50, 1000}) {
        const publish::Attempt attempt{.tags = carried,
                                       .published_at = carried,
                                       .publication = carried,
                                       .pauses = pauses,
                                       .author_refusals = pauses};
        const publish::Verdict verdict = publish::judge(attempt, outcome, now, 0.99);
        if (std::holds_alternative<medium::InDoubt>(outcome)) CHECK(verdict.post.next == State::in_doubt);
        if (std::holds_alternative<medium::Published>(outcome)) CHECK(verdict.post.next == State::published);
        CHECK(verdict.post.next != State::publishing);
        CHECK_FALSE(verdict.post.outcome.empty());
        if (verdict.post.next != State::published) CHECK(verdict.post.reason.has_value());
        CHECK((verdict.account == AccountAction::pause) == verdict.account_until.has_value());
        if (verdict.account_until) CHECK(*verdict.account_until > now);
        if (verdict.account_until) CHECK(*verdict.account_until <= now + 24h);
        if (verdict.account == AccountAction::pause || verdict.account == AccountAction::stop)
          CHECK(verdict.account_reason.has_value());
      }
    }
  }
}

TEST_CASE("an account waits for the longest of Retry-After and ledger and backoff") {
  using medium::Throttled;
  const auto until = [](const publish::Attempt& attempt, const Throttled& throttled) {
    return *publish::judge(attempt, throttled, now, 0.0).account_until - now;
  };
  CHECK(until({}, {Throttled::Kind::quota, std::nullopt, ""}) == 30min);
  CHECK(until({}, {Throttled::Kind::quota, 7200s, ""}) == 2h);
  CHECK(until({.quota_frees_at = now + 23h}, {Throttled::Kind::quota, 7200s, ""}) == 23h);
  CHECK(until({}, {Throttled::Kind::rate, 0s, ""}) == 30s);
  CHECK(until({.pauses = 3}, {Throttled::Kind::cloudflare, std::nullopt, ""}) == 4min);
  CHECK(until({.pauses = 40}, {Throttled::Kind::cloudflare, std::nullopt, ""}) == 3h);
}

TEST_CASE("what is in doubt names both commands that settle it") {
  const publish::Verdict verdict =
      publish::judge({.post = core::PostId{42}}, medium::InDoubt{"connection reset"}, now, 0);
  CHECK(verdict.post.reason->find("connection reset") != std::string::npos);
  CHECK(verdict.post.reason->find("mediumsyncctl resolve 42 --published URL") != std::string::npos);
  CHECK(verdict.post.reason->find("mediumsyncctl resolve 42 --not-published") != std::string::npos);
  CHECK(verdict.post.reason->find("drafts") != std::string::npos);
  CHECK(publish::doubt_advice(core::PostId{1}, core::PublishStatus::public_).find("drafts") == std::string::npos);
}
