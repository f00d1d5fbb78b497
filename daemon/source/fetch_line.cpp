#include "source/fetch_line.hpp"

#include <algorithm>
#include <utility>

#include "core/url.hpp"

namespace mediumsync::source {
namespace {

constexpr std::size_t per_host = 2;

}  // namespace

struct FetchLine::Place::Waiter {
  FetchLine& line;
  Hosts::iterator host;
  std::function<void()> on_turn;
  bool fetching = false;
};

FetchLine::Place::Place(std::unique_ptr<Waiter> waiter) : waiter_(std::move(waiter)) {}
FetchLine::Place::Place() = default;
FetchLine::Place::Place(Place&& other) noexcept = default;
FetchLine::Place& FetchLine::Place::operator=(Place&& other) noexcept {
  const Place old(std::exchange(waiter_, std::move(other.waiter_)));
  return *this;
}
FetchLine::Place::~Place() {
  if (waiter_) waiter_->line.leave(*waiter_);
}

void FetchLine::set_parallel(std::size_t parallel) {
  parallel_ = std::max<std::size_t>(parallel, 1);
  go();
}

FetchLine::Place FetchLine::enter(const std::string& url, std::function<void()> on_turn) {
  const auto host = hosts_.try_emplace(core::Url::parse(url).host().value_or("")).first;
  Place place(std::unique_ptr<Place::Waiter>(new Place::Waiter{*this, host, std::move(on_turn)}));
  host->second.waiting.push_back(place.waiter_.get());
  ++waiting_;
  list(host);
  go();
  return place;
}

void FetchLine::list(Hosts::iterator host) {
  Host& one = host->second;
  if (one.listed || one.waiting.empty() || one.busy >= per_host) return;
  one.listed = true;
  ready_.push_back(host);
}

void FetchLine::drop_idle(Hosts::iterator host) {
  const Host& one = host->second;
  if (!one.listed && one.waiting.empty() && one.busy == 0) hosts_.erase(host);
}

void FetchLine::go() {
  while (busy_ < parallel_ && !ready_.empty()) {
    const Hosts::iterator host = ready_.front();
    ready_.pop_front();
    host->second.listed = false;
    if (host->second.waiting.empty()) {
      drop_idle(host);
      continue;
    }
    Place::Waiter& waiter = *host->second.waiting.front();
    host->second.waiting.pop_front();
    --waiting_;
    ++host->second.busy;
    ++busy_;
    waiter.fetching = true;
    list(host);
    const auto on_turn = std::exchange(waiter.on_turn, {});
    on_turn();
  }
}

void FetchLine::leave(Place::Waiter& waiter) {
  Host& host = waiter.host->second;
  if (waiter.fetching) {
    --host.busy;
    --busy_;
  } else {
    std::erase(host.waiting, &waiter);
    --waiting_;
  }
  list(waiter.host);
  drop_idle(waiter.host);
  go();
}

}  // namespace mediumsync::source
