// A feed as a server of the test's own shows it, and a world of sources with that one feed.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "integration/source_world.hpp"
#include "support/living_site.hpp"
#include "support/raw_server.hpp"

namespace mediumsync::integration {

struct Entry {
  int number = 0;
  std::string date = {};   // else a minute after it is shown: what is new is no older than the feed
  std::string id = {};     // else id-NUMBER
  std::string link = {};   // else https://blog.example/NUMBER
  std::string title = {};  // else Entry NUMBER
  std::string text = {};   // else long_text(NUMBER)
};

inline std::string long_text(int number) {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    const std::string own = std::to_string(number) + "x" + std::to_string(i);
    text += "Sentence " + std::to_string(i) + " of entry " + std::to_string(number) + ". It says a" + own + " b" + own +
            " c" + own + ". ";
  }
  return text;
}

inline std::string feed_date_in(core::Duration from_now) {
  return support::feed_date(std::chrono::system_clock::to_time_t(SourceWorld::now() + from_now));
}

// One item; `body` in the place of <content:encoded>.
inline std::string rss_item(const Entry& entry, const std::string& body) {
  const std::string number = std::to_string(entry.number);
  return "<item><guid isPermaLink='false'>" + (entry.id.empty() ? "id-" + number : entry.id) + "</guid><title>" +
         (entry.title.empty() ? "Entry " + number : entry.title) + "</title><link>" +
         (entry.link.empty() ? "https://blog.example/" + number : entry.link) + "</link><pubDate>" +
         (entry.date.empty() ? feed_date_in(1min) : entry.date) + "</pubDate>" + body + "</item>";
}

inline std::string rss_document(const std::string& items) {
  return "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
         "<title>A blog</title><link>https://blog.example/</link><description>Words</description>" +
         items + "</channel></rss>";
}

inline std::string rss(const std::vector<Entry>& entries) {
  std::string items;
  for (const Entry& entry : entries) {
    items +=
        rss_item(entry, "<content:encoded><![CDATA[<p>" + (entry.text.empty() ? long_text(entry.number) : entry.text) +
                            "</p>]]></content:encoded>");
  }
  return rss_document(items);
}

inline std::vector<Entry> entries(int first, int last) {
  std::vector<Entry> all;
  for (int i = last; i >= first; --i) all.push_back({.number = i});
  return all;
}

// Says the same to whoever asks, until told otherwise; at one path something else, if told so.
class FeedServer {
 public:
  struct Answer {
    std::string status = "200 OK";
    std::string body = {};
    std::string headers = {};
  };

  void say(Answer answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }
  void say_at(const std::string& path, Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_[path] = std::move(answer);
  }
  void show(const std::vector<Entry>& all) {
    say({.body = rss(all), .headers = "Content-Type: application/rss+xml\r\n"});
  }
  support::RawRequest last() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }
  // The paths that were asked for, in order.
  std::vector<std::string> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  std::string url(const std::string& path = "/feed") const { return server_.url(path); }
  std::size_t requests() const { return server_.requests(); }
  std::size_t most_at_once() const {
    const std::lock_guard lock(mutex_);
    return most_at_once_;
  }

 private:
  void serve(support::RawConnection& connection) {
    while (const auto request = connection.read_request()) {
      Answer answer;
      {
        const std::lock_guard lock(mutex_);
        last_ = *request;
        const std::string line = request->line();
        const std::string path = line.substr(4, line.rfind(' ') - 4);
        asked_.push_back(path);
        most_at_once_ = std::max(most_at_once_, ++at_once_);
        const auto found = answers_.find(path);
        answer = found == answers_.end() ? answer_ : found->second;
      }
      if (answer.status == "stall") return connection.stall();
      {
        const std::lock_guard lock(mutex_);
        --at_once_;
      }
      if (!connection.answer(answer.status, answer.body, answer.headers)) return;
    }
  }

  mutable std::mutex mutex_;
  Answer answer_;
  std::map<std::string, Answer> answers_{
      {"/old", {.status = "301 Moved Permanently", .body = "", .headers = "Location: /feed\r\n"}}};
  support::RawRequest last_;
  std::vector<std::string> asked_;
  std::size_t at_once_ = 0;
  std::size_t most_at_once_ = 0;
  support::RawServer server_{[this](support::RawConnection& connection) { serve(connection); }};
};

class FeedWorld : public SourceWorld {
 public:
  FeedServer server;

  source::FeedSettings settings() const {
    source::FeedSettings settings;
    settings.url = server.url();
    settings.addresses = http::Addresses::any;
    settings.timeout = 500ms;
    settings.rules = rules_of("blog");
    return settings;
  }
  using SourceWorld::start;
  void start() { start({}, {settings()}); }

  // Asked where it was before it moved to /feed for good.
  source::FeedSettings start_at_old_place() {
    source::FeedSettings old = settings();
    old.url = server.url("/old");
    server.show(entries(1, 3));
    start({}, {old});
    poll();
    return old;
  }
  // Starts with a feed that was read before.
  void start_after_baseline() {
    server.show(entries(1, 3));
    start();
    poll();
  }
  core::Duration until_next() const { return *view().next_check - now(); }
};

}  // namespace mediumsync::integration
