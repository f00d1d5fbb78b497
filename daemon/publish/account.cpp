#include "publish/account.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "core/username.hpp"
#include "lib/log/log.hpp"

namespace mediumsync::publish {
namespace {

using queue::AccountState;

// min_gap may be long; the newest story counts however old it is, the rest is for the day's and Medium's limits.
constexpr core::Duration history_span = std::chrono::hours(48);

}  // namespace

Account::Account(World& world, AccountSettings settings)
    : world_(world),
      settings_(std::move(settings)),
      record_(world.queue.account(settings_.name)),
      reconciler_(world, settings_.name) {
  restart(settings_);
}

void Account::restart(AccountSettings settings) {
  settings_ = std::move(settings);
  if (settings_.hand_offs) return restart_without_token();
  auto token = settings_.read_token();
  if (!token) {
    token_problem_ = token.error().message;
    return stop(*token_problem_, world_.clock());
  }
  token_problem_.reset();
  if (delivery_) {  // what is under way ends with the client it began with
    restart_when_settled_ = true;
    return;
  }
  restart_when_settled_ = false;
  asking_profile_.reset();
  client_.emplace(world_.http, settings_.endpoint, std::move(*token));
  known_ = {};
  ask_profile();
}

void Account::restart_without_token() {
  token_problem_.reset();
  if (delivery_) {  // sent with the token that the account had before
    restart_when_settled_ = true;
    return;
  }
  restart_when_settled_ = false;
  asking_profile_.reset();
  client_.reset();
  known_ = {};
  record_.user_id.reset();
  record_.username = settings_.username;
  save_as_ready();
}

// A person's pause stays.
void Account::save_as_ready() {
  const bool by_person = record_.state == AccountState::paused && !record_.until;
  if (by_person) return world_.queue.save_account(record_);
  record_.pauses = 0;
  set_state(AccountState::ready, std::nullopt, std::nullopt);
}

void Account::ask_profile() {
  asking_profile_ = client_->profile([this](medium::Answer<medium::Profile> answer) {
    asking_profile_.reset();
    on_profile(std::move(answer));
    world_.replan();
  });
}

// A valid token of somebody else would publish under that name. Who has another name now is still who they were.
std::optional<std::string> Account::another_author(const medium::Profile& profile) const {
  const std::string token_of = "the token is that of @" + core::printable(profile.username);
  if (settings_.username && !core::same_username(*settings_.username, profile.username)) {
    return token_of + ", and the configuration says username = \"" + *settings_.username +
           "\": put that author's token in place, or mend the username";
  }
  if (settings_.username || !record_.user_id || *record_.user_id == profile.id) return std::nullopt;
  return token_of + ", and until now this account was that of @" + core::printable(record_.username.value_or("?")) +
         ": put that author's token in place; or, if the author is to be another one: mediumsyncctl disconnect " +
         settings_.name + ", then mediumsyncctl resume " + settings_.name;
}

void Account::on_profile(medium::Answer<medium::Profile> answer) {
  const core::TimePoint now = world_.clock();
  if (!answer) {
    Verdict verdict =
        judge(Attempt{.pauses = record_.pauses, .author_refusals = 1}, answer.error(), now, world_.jitter());
    if (verdict.account == AccountAction::none) {  // a refusal of /me is never about a post
      verdict.account = AccountAction::stop;
      verdict.account_reason = verdict.post.reason;
    }
    apply(verdict, now);
    return;
  }
  if (const auto other = another_author(*answer)) return stop(*other, now);
  known_.profile = std::move(*answer);
  record_.user_id = known_.profile->id;
  record_.username = known_.profile->username;
  save_as_ready();
  log::info("account verified", {{"account", settings_.name}, {"username", core::printable(*record_.username)}});
}

std::vector<PlanGroup> Account::groups() const {
  std::vector<PlanGroup> all{{std::nullopt, &settings_.plan}};
  for (const auto& [source, plan] : settings_.source_plans) all.push_back({source, &plan});
  return all;
}

std::vector<core::TimePoint> Account::sent(core::TimePoint now) const {
  return world_.queue.sent(settings_.name, now - history_span);
}

std::optional<Account::Due> Account::earliest(core::TimePoint now) const {
  std::optional<Due> best;
  const schedule::History history{sent(now)};
  auto offer = [&best](core::TimePoint at, queue::Lane lane, const std::optional<std::string>& plan) {
    if (!best || at < best->at) best = Due{at, lane, plan};
  };
  for (const PlanGroup& group : groups()) {
    const queue::Outlook outlook = world_.queue.outlook(settings_.name, group.plan_name);
    if (outlook.personal) {
      offer(std::max(*outlook.personal, schedule::earliest_unscheduled(history, now)), queue::Lane::personal,
            group.plan_name);
    }
    if (outlook.ready) {
      if (const auto slot = schedule::next_slot(*group.plan, history, std::max(*outlook.ready, now))) {
        offer(*slot, queue::Lane::scheduled, group.plan_name);
      }
    }
  }
  return best;
}

// Stopped, paused, or not known to Medium yet. A pause of the account's own making that has run out ends here, by
// asking /me: never by trying with somebody's story.
bool Account::blocked(core::TimePoint now) {
  if (asking_profile_ || delivery_ || world_.queue.paused() || record_.state == AccountState::stopped) return true;
  if (record_.state == AccountState::paused) {
    if (!record_.until || *record_.until > now) return true;
  }
  if (known_.profile && record_.state == AccountState::ready) return false;
  ask_profile();
  return true;
}

// By the slot that a post was given first it is told whether the schedule was kept.
core::TimePoint Account::keep_promise(const Due& due) {
  if (due.lane == queue::Lane::scheduled) {
    const auto own = due.plan_name ? settings_.source_plans.find(*due.plan_name) : settings_.source_plans.end();
    const schedule::Plan& plan = own == settings_.source_plans.end() ? settings_.plan : own->second;
    world_.queue.promise(settings_.name, due.plan_name, due.at, schedule::to_string(plan));
  }
  return due.at;
}

bool Account::hand_offs_full() const {
  return settings_.hand_offs && world_.queue.hand_offs_open(settings_.name) >= settings_.hand_offs->most_open;
}

std::optional<core::TimePoint> Account::hand_off_due(core::TimePoint now) {
  if (world_.queue.paused() || record_.state != AccountState::ready || hand_offs_full()) return std::nullopt;
  const std::optional<Due> due = earliest(now);
  if (!due) return std::nullopt;
  if (due->at > now) return keep_promise(*due);
  const auto given =
      world_.queue.hand_off(settings_.name, due->plan_name, due->lane, settings_.hand_offs->most_open, now);
  if (given) {
    log::info("handed off", {{"post", given->id.value}, {"account", settings_.name}});
    world_.replan();
  }
  return std::nullopt;
}

std::optional<core::TimePoint> Account::consider(core::TimePoint now, Admission admission) {
  if (settings_.hand_offs && !delivery_) return admission == Admission::open ? hand_off_due(now) : std::nullopt;
  if (admission == Admission::closed || !client_ || blocked(now)) {
    return record_.state == AccountState::paused && !asking_profile_ ? record_.until : std::nullopt;
  }
  const std::optional<Due> due = earliest(now);
  if (!due) return std::nullopt;
  if (due->at > now) return keep_promise(*due);
  std::optional<queue::Claim> claim = world_.queue.claim_due(settings_.name, due->plan_name, due->lane, now);
  if (claim) begin(std::move(*claim));
  return std::nullopt;
}

std::optional<core::TimePoint> Account::reconcile(core::TimePoint now) {
  return reconciler_.consider({.site = settings_.site,
                               .username = record_.username ? record_.username : settings_.username,
                               .limits = settings_.images},
                              now);
}

void Account::begin(queue::Claim claim) {
  log::info("claimed", {{"post", claim.record.id.value}, {"account", settings_.name}, {"attempt", claim.number}});
  delivery_ = std::make_unique<Delivery>(world_.loop, world_.queue, *client_, Web{world_.web, settings_.images}, known_,
                                         world_.clock, std::move(claim),
                                         [this](const Delivery::Ending& ending) { settle(ending); });
  delivery_->advance();
}

void Account::settle(const Delivery::Ending& ending) {
  const core::TimePoint now = world_.clock();
  // Until it is written down it is not over: on a full disk it is settled once there is room.
  unsettled_ = ending;
  const queue::Claim& claim = delivery_->claim();
  auto carried = [](bool yes) { return yes ? Carried::yes : Carried::no; };
  const Attempt attempt{.post = claim.record.id,
                        .status = claim.post.status,
                        .tags = carried(!claim.post.tags.empty()),
                        .published_at = carried(claim.post.published_at.has_value()),
                        .publication = carried(claim.post.publication.has_value()),
                        .pauses = record_.pauses,
                        .author_refusals = author_refusals_,
                        .quota_frees_at = schedule::quota({sent(now)}, now).frees_at};
  const auto* withheld = std::get_if<Delivery::Withheld>(&ending);
  const Verdict verdict = withheld != nullptr ? withhold(withheld->reason)
                                              : judge(attempt, std::get<medium::Outcome>(ending), now, world_.jitter());
  world_.queue.settle(claim, verdict.post, now);
  const std::unique_ptr<Delivery> done = std::move(delivery_);
  unsettled_.reset();
  const log::Field post("post", claim.record.id.value);
  const log::Field number("attempt", claim.number);
  switch (verdict.post.next) {
    case core::State::published:
      log::info("published", {post, {"url", verdict.post.story->url.value_or("unknown")}, number});
      break;
    case core::State::in_doubt:
      log::error("in doubt", {post, {"reason", *verdict.post.reason}, number});
      break;
    case core::State::failed:
      log::error("refused", {post, {"reason", *verdict.post.reason}, number});
      break;
    default:
      log::warn("not published", {post, {"reason", *verdict.post.reason}, number});
      break;
  }
  apply(verdict, now);
  if (restart_when_settled_) restart();
  world_.replan();
}

void Account::apply(const Verdict& verdict, core::TimePoint now) {
  author_refusals_ = verdict.account == AccountAction::refresh_profile ? author_refusals_ + 1 : 0;
  switch (verdict.account) {
    case AccountAction::none:
      break;
    case AccountAction::recovered:
      if (record_.pauses > 0) {
        record_.pauses = 0;
        world_.queue.save_account(record_);
      }
      break;
    case AccountAction::pause:
      ++record_.pauses;
      log::warn("account paused", {{"account", settings_.name},
                                   {"until", core::format_rfc3339(*verdict.account_until)},
                                   {"reason", *verdict.account_reason}});
      set_state(AccountState::paused, verdict.account_reason, verdict.account_until);
      world_.queue.note("account-paused", settings_.name + ": " + *verdict.account_reason, std::nullopt, now);
      break;
    case AccountAction::stop:
      stop(*verdict.account_reason, now);
      break;
    case AccountAction::refresh_profile:
      known_.profile.reset();
      break;
  }
}

// Told once, however often it turns out.
void Account::stop(const std::string& reason, core::TimePoint now) {
  if (record_.state == AccountState::stopped && record_.reason == reason) return;
  log::error("account stopped", {{"account", settings_.name}, {"reason", reason}});
  set_state(AccountState::stopped, reason, std::nullopt);
  world_.queue.note("account-stopped", settings_.name + ": " + reason, std::nullopt, now);
}

void Account::set_state(AccountState state, std::optional<std::string> reason, std::optional<core::TimePoint> until) {
  // A person's pause outlives whatever the account finds out meanwhile, but for a stop.
  const bool by_person = record_.state == AccountState::paused && !record_.until;
  if (by_person && state == AccountState::paused) return;
  record_.state = state;
  record_.reason = std::move(reason);
  record_.until = until;
  if (state == AccountState::ready) {
    record_.blocked_since.reset();
  } else if (!record_.blocked_since) {
    record_.blocked_since = world_.clock();
  }
  world_.queue.save_account(record_);
}

void Account::pause_by_person() {
  record_.state = AccountState::paused;
  record_.reason = "paused by a person; mediumsyncctl resume " + settings_.name + " goes on";
  record_.until.reset();
  record_.blocked_since.reset();
  world_.queue.save_account(record_);
  world_.queue.forget_promises(settings_.name);
}

void Account::disconnect() {
  asking_profile_.reset();
  client_.reset();
  known_ = {};
  record_ = {};
  record_.name = settings_.name;
  record_.state = AccountState::paused;
  record_.reason = "disconnected by a person; mediumsyncctl resume " + settings_.name + " connects it again";
  world_.queue.save_account(record_);
}

void Account::resume() {
  record_.pauses = 0;
  record_.state = AccountState::ready;
  record_.reason.reset();
  record_.until.reset();
  record_.blocked_since.reset();
  world_.queue.save_account(record_);
  restart();
}

void Account::abandon() {
  if (!delivery_) return;
  if (unsettled_) {
    const Delivery::Ending known = *unsettled_;
    return settle(known);
  }
  const bool marked = delivery_->marked();
  settle(marked ? medium::Outcome(medium::InDoubt{"the daemon was stopped while Medium's answer was awaited"})
                : medium::Outcome(medium::NotSent{medium::NotSent::Kind::network,
                                                  "the daemon was stopped before the story was sent"}));
}

}  // namespace mediumsync::publish
