// The life of a site, as its feed shows it: the author writes, edits, takes back and re-dates.
#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace mediumsync::support {

// The same seed always makes the same life. Owned by a test.
class LivingSite {
 public:
  struct Shown {
    int number;
    std::string date;
    std::string title;
  };

  explicit LivingSite(unsigned seed) : random_(seed) {
    for (int i = 0; i < 12; ++i) write();
  }

  void live_a_while() {
    for (int i = chance(3); i > 0; --i) write();
    if (chance(4) == 0) any().edition++;
    if (chance(6) == 0) any().day++;
    if (chance(5) == 0) any().hidden = true;
    if (chance(3) == 0) {
      const auto hidden = std::ranges::find_if(posts_, &Post::hidden);
      if (hidden != posts_.end()) hidden->hidden = false;
    }
    length_ = 8 + static_cast<std::size_t>(chance(8));
    oldest_first_ = chance(20) == 0;
  }

  // The newest ones that are not hidden, in one of the orders that feeds come in.
  std::vector<Shown> show() {
    std::vector<Shown> shown;
    for (auto post = posts_.rbegin(); post != posts_.rend() && shown.size() < length_; ++post) {
      if (post->hidden) continue;
      seen_.insert(post->number);
      const std::string day = std::to_string(1 + post->day % 28);
      shown.push_back({post->number, (day.size() == 1 ? "0" : "") + day + " Jan 2026 10:00:00 GMT",
                       "Entry " + std::to_string(post->number) +
                           (post->edition > 0 ? ", edition " + std::to_string(post->edition) : "")});
    }
    if (oldest_first_) std::ranges::reverse(shown);
    return shown;
  }
  // Every one that was ever shown.
  const std::set<int>& seen() const { return seen_; }

 private:
  struct Post {
    int number;
    int day;
    int edition = 0;
    bool hidden = false;
  };
  int chance(int of) { return std::uniform_int_distribution<int>(0, of - 1)(random_); }
  Post& any() { return posts_[posts_.size() - 1 - static_cast<std::size_t>(chance(10))]; }
  void write() {
    const int number = static_cast<int>(posts_.size()) + 1;
    posts_.push_back({.number = number, .day = number});
  }

  std::mt19937 random_;
  std::vector<Post> posts_;
  std::set<int> seen_;
  std::size_t length_ = 10;
  bool oldest_first_ = false;
};

}  // namespace mediumsync::support
