#pragma once

#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/http/client.hpp"
#include "publish/image_checks.hpp"
#include "queue/known_story.hpp"
#include "queue/queue.hpp"

namespace mediumsync::publish {

struct World;

// What an author's feed says, read: by the room that reads feeds. Empty for what is no feed.
using ReadStories = std::function<std::optional<std::vector<queue::KnownStory>>(const http::Response& feed,
                                                                                const std::string& account)>;

// Looks into the feed of one account's author for the stories of posts that are in doubt or were handed off, and for
// those of posts that were published just now. A feed can prove that a public story is there; that it isn't in it
// proves nothing. However Medium takes the looking, publishing is not touched by it. Owned by its account.
class Reconciler {
 public:
  struct Place {
    std::string site;
    std::optional<std::string> username;  // absent: not known yet, so there is nowhere to look
    FetchLimits limits;
  };

  Reconciler(World& world, std::string account) : world_(world), account_(std::move(account)) {}
  Reconciler(const Reconciler&) = delete;
  Reconciler& operator=(const Reconciler&) = delete;

  // Looks if that is due; the moment to be asked again, if any.
  std::optional<core::TimePoint> consider(const Place& place, core::TimePoint now);
  // Why the feed can't be read, and when it is tried again.
  const std::optional<std::string>& problem() const { return problem_; }

 private:
  void on_feed(const Place& place, const http::Result& result);
  void on_stories(const Place& place, const std::vector<queue::KnownStory>& stories);
  void not_seen(const queue::Unreconciled& sought, const Place& place);
  void open_story(const queue::Unreconciled& sought, const Place& place);
  void put_off(const std::string& reason, std::optional<std::chrono::seconds> asked);

  World& world_;
  std::string account_;
  std::optional<http::Transfer> asking_;
  std::list<http::Transfer> opening_;  // stories' own pages
  core::TimePoint not_before_{};       // the feed is left alone until then
  std::optional<std::string> problem_;
  int failures_ = 0;  // of the feed, in a row
};

}  // namespace mediumsync::publish
