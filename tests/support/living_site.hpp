// The life of a site, as its feed shows it: the author writes, edits, takes back and re-dates.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <ctime>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace mediumsync::support {

// As RSS has it.
inline std::string feed_date(std::time_t time) {
  std::array<char, 64> text{};
  std::tm parts{};
  gmtime_r(&time, &parts);
  return {text.data(), std::strftime(text.data(), text.size(), "%d %b %Y %H:%M:%S GMT", &parts)};
}

// The same seed always makes the same life. Owned by a test.
class LivingSite {
 public:
  struct Shown {
    int number;
    std::string date;
    std::string title;
  };

  explicit LivingSite(unsigned seed) : random_(seed) {
    for (int day = first; day > 0; --day) write(std::time(nullptr) - std::time_t{day} * 86'400);
  }

  void live_a_while() {
    // No older than whoever looks at the site at this moment.
    for (int i = chance(3); i > 0; --i) write(std::time(nullptr) + 1);
    if (chance(4) == 0) any().edition++;
    if (chance(6) == 0) any().date++;
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
      shown.push_back({post->number, feed_date(post->date),
                       "Entry " + std::to_string(post->number) +
                           (post->edition > 0 ? ", edition " + std::to_string(post->edition) : "")});
    }
    if (oldest_first_) std::ranges::reverse(shown);
    return shown;
  }
  // Every one that was ever shown, and of those how many were written after the first day.
  const std::set<int>& seen() const { return seen_; }
  std::size_t seen_later() const {
    return static_cast<std::size_t>(std::distance(seen_.upper_bound(first), seen_.end()));
  }

 private:
  static constexpr int first = 12;  // posts, when it is first shown
  struct Post {
    int number;
    std::time_t date;
    int edition = 0;
    bool hidden = false;
  };
  int chance(int of) { return std::uniform_int_distribution<int>(0, of - 1)(random_); }
  Post& any() { return posts_[posts_.size() - 1 - static_cast<std::size_t>(chance(10))]; }
  void write(std::time_t date) {
    const int number = static_cast<int>(posts_.size()) + 1;
    posts_.push_back({.number = number, .date = date});
  }

  std::mt19937 random_;
  std::vector<Post> posts_;
  std::set<int> seen_;
  std::size_t length_ = 10;
  bool oldest_first_ = false;
};

}  // namespace mediumsync::support
