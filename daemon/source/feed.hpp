#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/http/client.hpp"
#include "lib/uv/timer.hpp"
#include "parse/feed.hpp"
#include "source/feed_entries.hpp"
#include "source/fetch_line.hpp"
#include "source/sources.hpp"
#include "source/world.hpp"

namespace mediumsync::source {

// One feed: asked now and then, with the validators of the last answer (RFC 9110 section 13), so that most answers are
// an empty 304. What is in it when it is first seen is the baseline and not published. Owned by Sources.
class Feed {
 public:
  Feed(World& world, FeedSettings settings);
  ~Feed();
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  const FeedSettings& settings() const { return settings_; }
  View view() const;

  // Asks now; `on_done` is called when the answer has been taken in.
  void poll(std::function<void()> on_done);
  // The end: nothing more is read, and who waits for a poll is told.
  void stop();

  // For FeedAnswers: within a commit, after it, and when no more than the time or the place has changed.
  void take_in(const http::Response& response);
  void taken_in();
  void save_checked();

 private:
  void save();
  void forget_other_url();
  void forget_other_place();
  Look look() const;
  const std::string& usual_place() const;
  const std::string& place_to_ask() const;
  void enter_line(const std::string& place);
  void ask();
  void on_answer(http::Result result);
  void on_response(http::Response response);
  void read(const parse::Feed& feed, const http::Response& response);
  bool ends_in_the_middle(const parse::Feed& feed, const http::Response& response);
  void not_a_feed(const parse::ParseError& error, const http::Response& response);
  void tell_left_behind();
  void heed(const parse::Etiquette& etiquette);
  void moved(const http::Response& response);
  void gone();
  void succeeded();
  void failed(const std::string& why, std::optional<core::Duration> wait);
  void answered();
  void plan(core::TimePoint next);
  core::TimePoint next_by_rhythm() const;

  World& world_;
  FeedSettings settings_;
  queue::SourceRecord record_;
  bool busy_ = false;  // from entering the line until the answer is taken in
  bool pages_wanted_ = false;
  const std::string rules_;
  std::optional<std::string> left_behind_;  // posts that wait under other rules, which the feed has no more
  bool ask_again_ = false;                  // at once: the answer led elsewhere
  bool place_changed_ = false;              // since the record was saved
  std::string asked_;
  bool conditional_ = false;               // asked with the validators of the last answer
  std::optional<core::Duration> max_age_;  // of the last answer
  std::string body_digest_;                // of the last document that was read
  std::string cut_off_digest_;             // of the last one that ended in the middle
  FetchLine::Place place_;
  std::optional<http::Transfer> asking_;
  std::vector<std::function<void()>> waiting_;
  uv::Timer timer_;
};

}  // namespace mediumsync::source
