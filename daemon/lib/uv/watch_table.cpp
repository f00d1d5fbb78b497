#include "lib/uv/watch_table.hpp"

#include <algorithm>
#include <utility>

namespace mediumsync::uv {
namespace {

constexpr std::uint32_t told_unasked = IN_IGNORED | IN_UNMOUNT;

}  // namespace

Subscriber& WatchTable::join(std::function<void(const InotifyEvent&)> callback) {
  ++present_;
  return subscribers_.emplace_back(Subscriber{std::move(callback)});
}

void WatchTable::leave(Subscriber& subscriber) {
  subscriber.gone = true;
  --present_;
  std::ranges::replace(recipients_, &subscriber, nullptr);
  sweep_.emplace();
}

WatchTable::Watches::iterator WatchTable::find(const Subscriber& subscriber, int watch) {
  const auto [first, last] = watches_.equal_range(watch);
  const auto found = std::find_if(first, last, [&](const auto& one) { return one.second.subscriber == &subscriber; });
  return found == last ? watches_.end() : found;
}

void WatchTable::add(Subscriber& subscriber, int watch, std::uint32_t mask) {
  if (const auto known = find(subscriber, watch); known != watches_.end()) {
    known->second.mask = mask;
  } else {
    watches_.emplace(watch, Subscription{&subscriber, mask});
  }
}

WatchTable::Left WatchTable::remove(Subscriber& subscriber, int watch) {
  if (watch == watch_) std::ranges::replace(recipients_, &subscriber, nullptr);
  const auto known = find(subscriber, watch);
  if (known == watches_.end()) return Left::others;
  watches_.erase(known);
  if (watches_.contains(watch)) return Left::others;
  ending_.insert(watch);
  return Left::nobody;
}

void WatchTable::begin(const inotify_event& event) {
  recipients_.clear();
  told_ = 0;
  watch_ = event.wd;
  if ((event.mask & IN_Q_OVERFLOW) != 0) {
    ending_.clear();
    for (Subscriber& one : subscribers_) {
      if (!one.gone) recipients_.push_back(&one);
    }
    return;
  }
  const bool ends = (event.mask & IN_IGNORED) != 0;
  if (const auto ending = ending_.find(event.wd); ending != ending_.end()) {
    if (ends) ending_.erase(ending);
    return;
  }
  const auto [first, last] = watches_.equal_range(event.wd);
  for (auto one = first; one != last; ++one) {
    const Subscription& to = one->second;
    if (!to.subscriber->gone && (event.mask & (to.mask | told_unasked)) != 0) recipients_.push_back(to.subscriber);
  }
  if (ends) watches_.erase(first, last);
}

Subscriber* WatchTable::next() {
  while (told_ < recipients_.size()) {
    if (Subscriber* const one = recipients_[told_++]; one != nullptr) return one;
  }
  return nullptr;
}

std::optional<std::vector<int>> WatchTable::sweep(std::size_t buckets) {
  if (!sweep_) return std::nullopt;
  if (sweep_->buckets != watches_.bucket_count()) *sweep_ = {.buckets = watches_.bucket_count()};
  std::vector<int> numbers;
  const std::size_t end = std::min(sweep_->bucket + buckets, sweep_->buckets);
  for (; sweep_->bucket < end; ++sweep_->bucket) {
    for (const int number : take_gone(sweep_->bucket)) numbers.push_back(number);
  }
  if (end == sweep_->buckets) sweep_.reset();
  return numbers;
}

// The numbers that nobody has any more.
std::vector<int> WatchTable::take_gone(std::size_t bucket) {
  std::vector<int> numbers;
  for (auto one = watches_.begin(bucket); one != watches_.end(bucket); ++one) {
    if (one->second.subscriber->gone && (numbers.empty() || numbers.back() != one->first))
      numbers.push_back(one->first);
  }
  std::erase_if(numbers, [this](int number) {
    auto [one, last] = watches_.equal_range(number);
    while (one != last) one = one->second.subscriber->gone ? watches_.erase(one) : std::next(one);
    if (watches_.contains(number)) return true;
    ending_.insert(number);
    return false;
  });
  return numbers;
}

void WatchTable::forget_gone() {
  if (!sweep_) subscribers_.remove_if([](const Subscriber& one) { return one.gone; });
}

}  // namespace mediumsync::uv
