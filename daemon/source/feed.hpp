#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/http/client.hpp"
#include "lib/uv/timer.hpp"
#include "parse/feed.hpp"
#include "source/intake.hpp"
#include "source/sources.hpp"
#include "source/world.hpp"

namespace mediumsync::source {

// One feed: asked now and then, with the validators of the last answer (RFC 9110 section 13), so that most answers are
// an empty 304. What is in it when it is first seen is the baseline and not published. Owned by Sources.
class Feed {
 public:
  Feed(World& world, FeedSettings settings);
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  const FeedSettings& settings() const { return settings_; }
  View view() const;

  // Asks now; `on_done` is called when the answer has been taken in.
  void poll(std::function<void()> on_done);
  // The end: nothing more is read, and who waits for a poll is told.
  void stop();

 private:
  void ask();
  void on_answer(const http::Result& result);
  void on_response(const http::Response& response);
  void take_in(const http::Response& response);
  void succeeded();
  void failed(const std::string& why, std::optional<core::Duration> wait);
  void plan(core::TimePoint next);
  queue::Arrival read(const parse::FeedEntry& entry, const parse::Feed& feed, const std::string& identity,
                      core::TimePoint now) const;
  Intake intake(const std::string& identity, const parse::FeedEntry& entry) const;

  World& world_;
  FeedSettings settings_;
  queue::SourceRecord record_;
  std::optional<http::Transfer> asking_;
  std::vector<std::function<void()>> waiting_;
  uv::Timer timer_;
};

}  // namespace mediumsync::source
