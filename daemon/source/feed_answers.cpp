#include "source/feed_answers.hpp"

#include <algorithm>

#include "source/feed.hpp"

namespace mediumsync::source {
namespace {

using namespace std::chrono_literals;

// Of one commit: the loop does nothing else meanwhile.
constexpr std::size_t most_answers = 32;
constexpr std::size_t most_bytes = std::size_t{2} << 20;
constexpr std::size_t most_unsaved = 512;
constexpr auto until_taken_in = 10ms;
constexpr auto until_saved = 1s;

}  // namespace

FeedAnswers::FeedAnswers(uv::Loop& loop, queue::Queue& queue)
    : queue_(queue), soon_(loop, [this] { take_in(); }), later_(loop, [this] { save(); }) {}

void FeedAnswers::add(Feed& feed, http::Response response) {
  waiting_bytes_ += response.body.size();
  waiting_.emplace_back(&feed, std::move(response));
  if (waiting_.size() >= most_answers || waiting_bytes_ >= most_bytes) return take_in();
  if (!soon_.active()) soon_.start(until_taken_in);
}

void FeedAnswers::take_in() {
  soon_.stop();
  const auto answers = std::exchange(waiting_, {});
  waiting_bytes_ = 0;
  queue::Queue::Batch batch(queue_);
  for (const auto& [feed, response] : answers) {
    feed->take_in(response);
    taken_.push_back(feed);
  }
  batch.commit();
  // Who waits for one of them may end any of them.
  while (!taken_.empty()) {
    Feed* feed = taken_.front();
    taken_.pop_front();
    feed->taken_in();
  }
}

void FeedAnswers::save_soon(Feed& feed) {
  unsaved_.insert(&feed);
  if (unsaved_.size() >= most_unsaved) return save();
  if (!later_.active()) later_.start(until_saved);
}

void FeedAnswers::save() {
  later_.stop();
  if (unsaved_.empty()) return;
  queue::Queue::Batch batch(queue_);
  for (Feed* feed : unsaved_) feed->save_checked();
  batch.commit();
  unsaved_.clear();
}

void FeedAnswers::forget(Feed& feed) noexcept {
  std::erase_if(waiting_, [&](const auto& answer) { return answer.first == &feed; });
  std::erase(taken_, &feed);
  unsaved_.erase(&feed);
}

}  // namespace mediumsync::source
