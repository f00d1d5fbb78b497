#pragma once

#include <functional>

#include "core/expected.hpp"
#include "lib/http/client.hpp"
#include "parse/feed.hpp"
#include "source/sources.hpp"
#include "source/world.hpp"

namespace mediumsync::source {

// The stories of an author's feed on Medium; of other feeds' entries none are. Their canonical address is that of the
// "Originally published at" line: the feed has no other.
std::vector<queue::KnownStory> stories_of(const parse::Feed& feed, const std::string& account, core::TimePoint now);
// std::nullopt: the answer is no feed.
std::optional<std::vector<queue::KnownStory>> stories_of(const http::Response& response, const std::string& account,
                                                         core::TimePoint now);

// A feed of Medium's that a person names for what stands in it already: fetched once. Owned by Sources until it has
// told.
class StoryFeed {
 public:
  using OnDone = std::function<void(core::Expected<FeedImported, AddError>)>;
  StoryFeed(World& world, Sources::ImportFeed request, http::Addresses addresses, OnDone on_done);

 private:
  void on_answer(const http::Result& result);
  core::Expected<FeedImported, AddError> take_in(const http::Response& response);

  World& world_;
  Sources::ImportFeed request_;
  OnDone on_done_;
  http::Transfer fetching_;
};

}  // namespace mediumsync::source
