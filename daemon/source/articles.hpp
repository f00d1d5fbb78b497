#pragma once

#include <functional>
#include <list>
#include <optional>
#include <string>

#include "lib/http/client.hpp"
#include "lib/uv/timer.hpp"
#include "queue/queue.hpp"
#include "source/fetch_line.hpp"
#include "source/sources.hpp"
#include "source/world.hpp"

namespace mediumsync::source {

// The pages of feed entries that carry only a teaser: each is fetched as its feed is, its article takes the teaser's
// place and the post goes its way. A page that can't be had now is tried again a few times; where there is no article,
// or none that can be relied on, the post stays held and says why. What is to be fetched stands in the queue and
// survives a restart. Owned by Sources.
class Articles {
 public:
  // Of a feed by its name; nullptr: it is not configured (any more).
  using Settings = std::function<const FeedSettings*(const std::string& source)>;
  Articles(World& world, Settings settings);

  // There may be something new to fetch.
  void wake();
  void wake_soon() { timer_.start(std::chrono::milliseconds(0)); }
  // The pages that are being fetched wait for the next wake().
  void stop();

 private:
  struct Fetch {
    queue::ArticleRecord wanted;
    std::string url;
    FetchLine::Place place;
    std::optional<http::Transfer> transfer;
  };
  using Under = std::list<Fetch>::iterator;

  void begin(queue::ArticleRecord wanted);
  void on_answer(Under fetch, const http::Result& result);
  void take(const queue::ArticleRecord& wanted, const FeedSettings& settings, const http::Response& response);
  void try_again(queue::ArticleRecord wanted, const std::string& why, std::optional<core::Duration> wait);
  void give_up(queue::ArticleRecord wanted, const std::string& why);

  World& world_;
  Settings settings_;
  std::list<Fetch> under_way_;
  uv::Timer timer_;
};

}  // namespace mediumsync::source
