#include "source/back_catalogue.hpp"

#include <algorithm>

namespace mediumsync::source {
namespace {

using namespace std::chrono_literals;
using core::TimePoint;

// A post may be dated before it is there: by the day alone, when it was begun, behind a cache.
constexpr auto early = 48h;
constexpr const char* all_the_same = "; mediumsyncctl release publishes it all the same";

std::optional<TimePoint> date_of(const FeedItem& item) {
  return item.entry->published ? item.entry->published : item.entry->updated;
}

std::string day(TimePoint time) {
  constexpr std::size_t length = 10;
  return core::format_rfc3339(time).substr(0, length);
}

enum class Order { newest_first, oldest_first, unknown };

// By the dates, where there are any; else by what came later than the first look and stands above what was there.
Order order_of(const std::vector<FeedItem>& items) {
  int falls = 0;
  int rises = 0;
  std::optional<TimePoint> above;
  for (const FeedItem& item : items) {
    const auto date = date_of(item);
    if (date && above && *date != *above) ++(*date < *above ? falls : rises);
    if (date) above = date;
  }
  if (falls != rises) return falls > rises ? Order::newest_first : Order::oldest_first;
  const auto first_old = std::ranges::find_if(
      items, [](const FeedItem& item) { return item.known && item.known->cause == queue::Cause::baseline; });
  const bool newer_above = std::any_of(items.begin(), first_old, [](const FeedItem& item) {
    return item.known && item.known->cause != queue::Cause::flood;
  });
  return newer_above && first_old != items.end() ? Order::newest_first : Order::unknown;
}

class Judge {
 public:
  Judge(const std::vector<FeedItem>& items, const Look& look) : items_(items), look_(look), order_(order_of(items)) {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (!items_[i].known) continue;
      last_known_ = i;
      const auto date = date_of(items_[i]);
      if (date && *date < look_.since) newest_old_ = std::max(newest_old_.value_or(*date), *date);
    }
  }

  std::optional<Old> operator()(std::size_t item) const {
    const auto date = date_of(items_[item]);
    return date ? dated(*date) : undated(item);
  }

 private:
  std::optional<Old> dated(TimePoint date) const {
    if (date >= look_.since) return std::nullopt;
    if (look_.kind == Look::Kind::elsewhere) {
      return Old{Old::Sureness::sure, "dated " + day(date) + ", and the feed was read last on " + day(look_.since) +
                                          " at its old address: it was there before" + all_the_same};
    }
    const bool newest = !newest_old_ || date > *newest_old_;
    if (newest && date > look_.since - early) return std::nullopt;
    return Old{Old::Sureness::sure, "dated " + day(date) + ", before the feed was first seen on " + day(look_.since) +
                                        ": it is from its back catalogue" + all_the_same};
  }

  std::optional<Old> undated(std::size_t item) const {
    if (look_.kind == Look::Kind::elsewhere) {
      return Old{Old::Sureness::sure,
                 std::string("was in the feed when it was first seen at its new address") + all_the_same};
    }
    if (!last_known_ || item < *last_known_ || order_ == Order::oldest_first) return std::nullopt;
    if (order_ == Order::newest_first) {
      return Old{
          Old::Sureness::sure,
          std::string("has no date and came in below entries that are known, in a feed with the newest first: it "
                      "is from its back catalogue") +
              all_the_same};
    }
    return Old{Old::Sureness::unsure,
               "has no date and came in below entries that are known, so it may be from the feed's back catalogue; "
               "mediumsyncctl release lets it go"};
  }

  const std::vector<FeedItem>& items_;
  const Look& look_;
  const Order order_;
  std::optional<std::size_t> last_known_;
  std::optional<TimePoint> newest_old_;
};

}  // namespace

std::vector<std::optional<Old>> back_catalogue(const std::vector<FeedItem>& items, const Look& look) {
  std::vector<std::optional<Old>> old(items.size());
  const Judge judge(items, look);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].known) old[i] = judge(i);
  }
  return old;
}

}  // namespace mediumsync::source
