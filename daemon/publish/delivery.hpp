#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/expected.hpp"
#include "lib/http/client.hpp"
#include "medium/client.hpp"
#include "queue/queue.hpp"

namespace mediumsync::publish {

// What Medium told about an account, asked once and kept while the daemon runs.
struct Known {
  std::optional<medium::Profile> profile;
  std::optional<std::vector<medium::Publication>> publications;
};

// One claimed post on its way to Medium: the publication it goes to is looked up, its images are uploaded, the story is
// sent, in this order, one request at a time. What has been reached is in the database (uploads, the sending mark), so
// a crash loses nothing but the claim. Owned by its account; destroying it cancels the request under way.
class Delivery {
 public:
  using OnOutcome = std::function<void(const medium::Outcome&)>;

  Delivery(queue::Queue& queue, medium::Client& client, Known& known, std::function<core::TimePoint()> clock,
           queue::Claim claim, OnOutcome on_outcome);
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // Starts the one request that the post needs next. `on_outcome` is called exactly once, from the loop, and may
  // destroy this.
  void advance();

  const queue::Claim& claim() const { return claim_; }
  // From here on a story may exist.
  bool marked() const { return marked_; }

 private:
  void look_up_publications(const std::string& wanted);
  void look_up_role(const medium::Publication& publication);
  void choose_target(const medium::Publication& publication, const std::vector<medium::Contributor>& contributors);
  void upload(const queue::AssetRecord& image);
  void send();
  void fail(std::string reason);
  void finish(const medium::Outcome& outcome);
  std::optional<medium::Publication> find_publication(const std::string& wanted) const;
  std::string publication_names() const;

  queue::Queue& queue_;
  medium::Client& client_;
  Known& known_;
  std::function<core::TimePoint()> clock_;
  queue::Claim claim_;
  OnOutcome on_outcome_;
  std::optional<medium::Client::Target> target_;
  bool marked_ = false;
  http::Transfer transfer_;
};

}  // namespace mediumsync::publish
