#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/http/client.hpp"
#include "lib/uv/loop.hpp"
#include "publish/account_settings.hpp"
#include "publish/hand_off.hpp"
#include "publish/reconciler.hpp"
#include "queue/queue.hpp"
#include "schedule/plan.hpp"

namespace mediumsync::publish {

// An account as `status` and `accounts` show it.
struct AccountView {
  std::string name;
  Means means = Means::api;
  queue::AccountState state = queue::AccountState::ready;
  std::optional<std::string> reason;
  std::optional<std::string> username;
  std::vector<std::string> publications;    // the addresses of those that Medium has named
  std::optional<std::string> feed_problem;  // why the author's feed can't be looked into, and when it is tried again
  schedule::Quota quota;
  std::optional<core::TimePoint> next_due;
  std::optional<core::PostId> next_post;
  std::vector<core::PostId> stranded;  // the first of those that wait in vain and that a person may publish by hand
};

// A publication that an account may write for.
struct PublicationView {
  std::string id;
  std::string name;
  std::optional<std::string> url;
};

// Why Medium did not tell an account's publications.
struct PublicationsError {
  std::string reason;
};

// What Medium said of one account's publications.
struct AccountPublications {
  std::string account;
  core::Expected<std::vector<PublicationView>, PublicationsError> publications;
};

// What is left of an account that was disconnected.
struct Parted {
  std::int64_t stories = 0;                // that were imported, forgotten now
  std::optional<std::string> token_place;  // where a person finds the token; absent: it has none, or is not configured
};

// Why it can't be disconnected now.
struct PartingRefused {
  std::string reason;
};

// A line of `verify`: what was looked at, how it went, and the cure where it went wrong.
struct Check {
  enum class Result { passed, failed, skipped };
  std::string what;
  Result result = Result::skipped;
  std::string detail;
};

// Takes due posts from the queue and brings them to Medium, one at a time for each account: claim → send → settle. Owns
// the one wall-clock timer that everything due waits on. Owned by the composition root.
class Publisher {
 public:
  using Clock = std::function<core::TimePoint()>;

  // `medium` carries the tokens and asks nobody but Medium's API; images on the web and the author's feed are looked at
  // through `web`.
  Publisher(uv::Loop& loop, queue::Queue& queue, http::Client& medium, http::Client& web, ReadStories read_stories,
            Clock clock);
  ~Publisher();
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  // At start and after a reload. Work under way of an account that stays is finished under its old settings.
  void configure(std::vector<AccountSettings> accounts);

  // Something in the queue, the settings or the clock changed: look again, soon.
  void replan();

  // No new claims. True once nothing is under way; `on_idle` is called when that becomes so.
  void drain(std::function<void()> on_idle);
  bool idle() const;
  // The end of a drain's patience: what was sent is in doubt, what was not waits for the next start.
  void abandon();

  std::vector<AccountView> accounts() const;
  std::optional<core::TimePoint> next_due() const;
  // When each of the first `limit` waiting posts will go if all goes well.
  std::map<core::PostId, core::TimePoint> projected(std::size_t limit) const;
  // What the schedule of an account alone gives; absent when there is no such account.
  std::optional<std::vector<core::TimePoint>> slots(const std::string& account, core::TimePoint from,
                                                    std::size_t count) const;

  // People's verbs; without a name, all accounts. False: no such account.
  bool pause(const std::optional<std::string>& account);
  bool resume(const std::optional<std::string>& account);  // reads the token again, asks /me again

  // Forgets what is stored of an account, configured or not; one that is configured is paused until it is resumed.
  core::Expected<Parted, PartingRefused> disconnect(const std::string& account);

  // What somebody needs to publish the post by hand. Changes nothing.
  core::Expected<Kit, KitRefusal> kit(core::PostId id);

  // Walks token → profile → publications → roles → feed → images, or without a token profile page → feed, and tells at
  // the end. False: no such account.
  bool verify(const std::string& account, std::function<void(std::vector<Check>)> on_done);
  // False: no such account.
  using OnPublications = std::function<void(core::Expected<std::vector<PublicationView>, PublicationsError>)>;
  bool publications(const std::string& account, OnPublications on_done);
  // Of every account that publishes with a token; told once Medium has answered for all of them.
  void all_publications(std::function<void(const std::vector<AccountPublications>&)> on_done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mediumsync::publish
