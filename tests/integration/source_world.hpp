#pragma once

#include <doctest/doctest.h>
#include <fstream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "lib/uv/timer.hpp"
#include "source/sources.hpp"
#include "support/printing.hpp"
#include "support/temporary_directory.hpp"

namespace mediumsync::source {
inline std::ostream& operator<<(std::ostream& out, Health health) {
  constexpr const char* names[] = {"ok", "failing", "missing"};
  return out << names[static_cast<std::size_t>(health)];
}
}  // namespace mediumsync::source

namespace mediumsync::integration {

using namespace std::chrono_literals;
using core::State;
using queue::Cause;

// Sources over a real queue on a real loop. Owned by a test.
class SourceWorld {
 public:
  support::TemporaryDirectory directory;
  uv::Loop loop;
  std::unique_ptr<queue::Queue> queue = std::make_unique<queue::Queue>(directory / "queue.db", now());
  http::Client http{loop, {.user_agent = "mediumsync-test", .ca_file = std::nullopt}};
  std::optional<source::Sources> sources;

  static core::TimePoint now() {
    return std::chrono::time_point_cast<core::Duration>(std::chrono::system_clock::now());
  }

  // As a daemon that starts: what was known is in the queue alone.
  void start(std::vector<source::FolderSettings> folders, std::vector<source::FeedSettings> feeds = {}) {
    queue->set_observer({});
    sources.reset();
    sources.emplace(loop, *queue, http, now);
    queue->set_observer([this](const queue::Event& event) { sources->on_event(event); });
    sources->configure(std::move(folders), std::move(feeds), {.addresses = http::Addresses::any});
  }

  bool await(const std::function<bool()>& predicate, std::chrono::milliseconds limit = 30s) {
    return uv::run_until(loop, predicate, limit);
  }

  // Asks every source and waits until each has answered.
  source::View poll() {
    std::optional<std::vector<source::Polled>> polled;
    REQUIRE(sources->poll({}, {.on_each = [](const source::Polled&, std::size_t) {},
                               .on_done = [&](const std::vector<source::Polled>& all) { polled = all; }}));
    REQUIRE(await([&] { return polled.has_value(); }));
    return polled->front().view;
  }

  source::View view() const { return sources->view().front(); }
  std::int64_t count(State state) const { return queue->counts()[state]; }
  std::int64_t all() const {
    std::int64_t sum = 0;
    for (const State state : core::all_states) sum += count(state);
    return sum;
  }
  bool await_count(State state, std::int64_t wanted) {
    return await([this, state, wanted] { return count(state) == wanted; });
  }

  std::optional<queue::Record> find(const std::string& origin) const {
    for (const queue::Record& record : queue->list({.state = std::nullopt, .source = std::nullopt, .limit = 100})) {
      if (record.origin == origin) return record;
    }
    return std::nullopt;
  }
  bool await_state(const std::string& origin, State state) {
    return await([&] {
      const auto record = find(origin);
      return record && record->state == state;
    });
  }
};

inline core::SourceRules rules_of(const std::string& name) {
  core::SourceRules rules;
  rules.source = name;
  rules.account = "main";
  return rules;
}

}  // namespace mediumsync::integration
