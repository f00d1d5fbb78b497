#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/expected.hpp"
#include "lib/http/client.hpp"
#include "lib/uv/loop.hpp"
#include "medium/client.hpp"
#include "publish/story_images.hpp"
#include "queue/queue.hpp"

namespace mediumsync::publish {

// What Medium told about an account, asked once and kept while the daemon runs.
struct Known {
  std::optional<medium::Profile> profile;
  std::optional<std::vector<medium::Publication>> publications;
};

// One claimed post on its way to Medium: the publication it goes to is looked up, its images are looked at and
// uploaded, the story is sent, in this order. What has been reached is in the database (uploads, the sending mark), so
// a crash loses nothing but the claim. Owned by its account; destroying it cancels the request under way.
class Delivery {
 public:
  // The source is strict, and an image can't be shown as the author meant it: a person is asked.
  struct Withheld {
    std::string reason;
  };
  using Ending = std::variant<medium::Outcome, Withheld>;
  using OnEnd = std::function<void(const Ending&)>;

  Delivery(uv::Loop& loop, queue::Queue& queue, medium::Client& client, Web web, Known& known,
           std::function<core::TimePoint()> clock, queue::Claim claim, OnEnd on_end);
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // Starts what the post needs next. `on_end` is called exactly once, from the loop, and may destroy this.
  void advance();

  const queue::Claim& claim() const { return claim_; }
  // From here on a story may exist.
  bool marked() const { return marked_; }

 private:
  void look_up_publications(const std::string& wanted);
  void look_up_role(const medium::Publication& publication);
  void choose_target(const medium::Publication& publication, const std::vector<medium::Contributor>& contributors);
  void illustrate();
  void illustrated(Illustrated story);
  void send();
  void fail(std::string reason);
  void finish(const Ending& ending);
  std::optional<medium::Publication> find_publication(const std::string& wanted) const;
  std::string publication_names() const;

  uv::Loop& loop_;
  queue::Queue& queue_;
  medium::Client& client_;
  Web web_;
  Known& known_;
  std::function<core::TimePoint()> clock_;
  queue::Claim claim_;
  OnEnd on_end_;
  std::optional<medium::Client::Target> target_;
  std::optional<StoryImages> images_;
  bool illustrated_ = false;
  bool marked_ = false;
  http::Transfer transfer_;
};

}  // namespace mediumsync::publish
