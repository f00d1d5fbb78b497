#pragma once

#include <doctest/doctest.h>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "lib/crypto/digest.hpp"
#include "lib/uv/timer.hpp"
#include "publish/publisher.hpp"
#include "sandbox/process/sandbox_process.hpp"
#include "source/story_feed.hpp"
#include "support/printing.hpp"
#include "support/temporary_directory.hpp"

namespace mediumsync::queue {
inline std::ostream& operator<<(std::ostream& out, AccountState state) {
  return out << to_string(state);
}
}  // namespace mediumsync::queue

namespace mediumsync::integration {

using namespace std::chrono_literals;
using core::State;
using queue::AccountState;

inline constexpr const char* posts_route = "POST /users/{id}/posts";

inline schedule::Plan plan_of(const std::string& window, core::Duration min_gap, int max_per_day) {
  schedule::Plan plan;
  plan.timezone = "UTC";
  plan.windows = {*schedule::parse_window(window)};
  plan.min_gap = min_gap;
  plan.max_per_day = max_per_day;
  return plan;
}

inline schedule::Plan at_once() {
  return plan_of("daily 00:00-24:00", 0s, 100);
}

// A publisher over a real queue on a real loop, whose clock is set by hand. It begins on a Monday, years ahead, so that
// no real timer of the publisher's ever fires. Owned by a test.
class PublishWorld {
 public:
  // `api` is that of a site: its address and "/v1".
  explicit PublishWorld(std::string api, schedule::Plan plan = at_once()) : api_(std::move(api)) {
    start(std::move(plan));
  }

  support::TemporaryDirectory directory;
  uv::Loop loop;
  core::TimePoint now = *core::parse_rfc3339("2040-01-02T10:00:00Z");
  queue::Queue queue{directory / "queue.db", now};
  http::Client http{loop, {.user_agent = "mediumsync-test", .ca_file = std::nullopt}};
  http::Client web{loop, {.user_agent = "mediumsync-test", .ca_file = std::nullopt}};
  publish::FetchLimits images{.addresses = http::Addresses::any};
  std::string token = "sandbox-token-jane";
  std::chrono::milliseconds timeout = 30s;
  std::optional<publish::Publisher> publisher;

  // As a daemon that starts.
  void start(schedule::Plan plan) {
    publisher.reset();
    publisher.emplace(
        loop, queue, http, web,
        [this](const http::Response& feed, const std::string& account) {
          return source::stories_of(feed, account, now);
        },
        [this] { return now; });
    configure(std::move(plan));
  }

  void configure(schedule::Plan plan) {
    publish::AccountSettings settings;
    settings.name = "main";
    settings.endpoint = {api_, timeout};
    settings.site = api_.substr(0, api_.rfind("/v1"));
    settings.images = images;
    settings.plan = std::move(plan);
    settings.read_token = [this]() -> core::Expected<medium::Secret, medium::TokenError> {
      return medium::Secret(token);
    };
    std::vector<publish::AccountSettings> all;
    all.push_back(std::move(settings));
    publisher->configure(std::move(all));
  }

  bool await(const std::function<bool()>& predicate) { return uv::run_until(loop, predicate, 20s); }
  bool await_known() {
    return await([this] { return account().username.has_value(); });
  }

  core::Post post_of(const std::string& title) const {
    core::Post post;
    post.title = title;
    post.status = core::PublishStatus::public_;
    post.body.blocks.push_back({core::Paragraph{{core::Run{"About " + title, core::Marks::none, std::nullopt}}}});
    return post;
  }

  core::PostId enqueue(core::Post post, std::vector<core::Asset> assets = {}) {
    queue::Arrival arrival;
    arrival.source = "drop";
    arrival.account = "main";
    arrival.origin = post.title + ".md";
    arrival.title = post.title;
    arrival.digest = crypto::sha256_hex(post.title);
    arrival.post = std::move(post);
    arrival.assets = std::move(assets);
    return std::visit([](const auto& outcome) { return outcome.id; }, queue.enqueue(arrival, now));
  }
  core::PostId enqueue(const std::string& title) { return enqueue(post_of(title)); }

  // The publisher looks at the clock and does what is due; returns when nothing is under way any more.
  void look() {
    publisher->replan();
    bool looked = false;
    uv::Timer after(loop, [&] { looked = true; });
    after.start(0ms);
    REQUIRE(await([&] { return looked && publisher->idle(); }));
  }
  void look_at(core::TimePoint time) {
    now = time;
    look();
  }

  State state(core::PostId id) { return queue.find(id)->state; }
  bool await_state(core::PostId id, State wanted) {
    publisher->replan();
    return await([&] { return state(id) == wanted; });
  }
  publish::AccountView account() const { return publisher->accounts().front(); }
  bool await_account(AccountState wanted) {
    publisher->replan();
    return await([&] { return account().state == wanted; });
  }
  core::TimePoint paused_until() { return *queue.account("main").until; }

 private:
  std::string api_;
};

}  // namespace mediumsync::integration
