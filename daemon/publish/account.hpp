#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "lib/http/client.hpp"
#include "lib/uv/loop.hpp"
#include "publish/account_settings.hpp"
#include "publish/delivery.hpp"
#include "publish/judge.hpp"
#include "publish/projection.hpp"
#include "publish/publisher.hpp"
#include "publish/reconciler.hpp"
#include "queue/queue.hpp"

namespace mediumsync::publish {

// What every account needs of the world. Owned by the publisher, outlives its accounts.
struct World {
  uv::Loop& loop;
  queue::Queue& queue;
  http::Client& http;  // Medium's alone
  http::Client& web;
  std::function<core::TimePoint()> clock;
  std::function<void()> replan;  // look at all accounts again, soon and from the loop
  std::function<double()> jitter;
  ReadStories read_stories;
};

// One account: its token, what Medium says of it, its state, and the one post that is under way. Owned by the
// publisher.
class Account {
 public:
  Account(World& world, AccountSettings settings);
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;

  // Takes new settings, reads the token again and asks Medium who it belongs to. A stop or a pause of the account's own
  // making ends if that works; a person's pause stays.
  void restart(AccountSettings settings);
  void restart() { restart(settings_); }

  // Does what is due now, if anything; the moment to be asked again, if any.
  enum class Admission { open, closed };  // closed: nothing new is claimed
  std::optional<core::TimePoint> consider(core::TimePoint now, Admission admission);
  // Looks for its stories on Medium, whatever the account's state; the moment to be asked again, if any.
  std::optional<core::TimePoint> reconcile(core::TimePoint now);

  void pause_by_person();
  // What Medium said of it has been forgotten, and nothing goes until a person resumes it.
  void disconnect();
  void resume();
  bool busy() const { return delivery_ != nullptr; }
  void abandon();

  const AccountSettings& settings() const { return settings_; }
  Means means() const { return settings_.hand_offs ? Means::hand_off : Means::api; }
  const queue::AccountRecord& record() const { return record_; }
  AccountView view(core::TimePoint now) const;
  std::vector<core::TimePoint> sent(core::TimePoint now) const;
  // When the next post is due by plan and state; absent when none waits or the account does not go on by itself.
  std::optional<core::TimePoint> next_due(core::TimePoint now) const;

  // When each of the first `limit` waiting posts will go if all goes well.
  std::map<core::PostId, core::TimePoint> projected(core::TimePoint now, std::size_t limit) const;

  medium::Client* client() { return client_ ? &*client_ : nullptr; }
  const Known& known() const { return known_; }
  const std::optional<std::string>& token_problem() const { return token_problem_; }

 private:
  struct Due {
    core::TimePoint at;
    queue::Lane lane;
    std::optional<std::string> plan_name;
  };
  std::vector<PlanGroup> groups() const;
  std::optional<Due> earliest(core::TimePoint now) const;
  void restart_without_token();
  void save_as_ready();
  std::optional<std::string> another_author(const medium::Profile& profile) const;
  void stop(const std::string& reason, core::TimePoint now);
  core::TimePoint keep_promise(const Due& due);
  bool blocked(core::TimePoint now);
  bool hand_offs_full() const;
  std::optional<core::TimePoint> hand_off_due(core::TimePoint now);
  bool stands_still(core::TimePoint now) const;
  bool missed_window(core::TimePoint now) const;
  std::vector<core::PostId> stranded(core::TimePoint now) const;
  void ask_profile();
  void on_profile(medium::Answer<medium::Profile> answer);
  void begin(queue::Claim claim);
  void settle(const Delivery::Ending& ending);
  void apply(const Verdict& verdict, core::TimePoint now);
  void set_state(queue::AccountState state, std::optional<std::string> reason, std::optional<core::TimePoint> until);

  World& world_;
  AccountSettings settings_;
  queue::AccountRecord record_;
  std::optional<medium::Client> client_;
  std::optional<std::string> token_problem_;
  Known known_;
  int author_refusals_ = 0;
  bool restart_when_settled_ = false;
  std::optional<http::Transfer> asking_profile_;
  std::unique_ptr<Delivery> delivery_;
  std::optional<Delivery::Ending> unsettled_;  // how it ended, while that can't be written
  Reconciler reconciler_;
};

}  // namespace mediumsync::publish
