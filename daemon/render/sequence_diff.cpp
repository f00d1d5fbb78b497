#include "render/sequence_diff.hpp"

#include <algorithm>

namespace mediumsync::render {
namespace {

using Sequence = std::span<const std::size_t>;
using Kind = Edit::Kind;

void append(std::vector<Edit>& list, Kind kind, std::size_t count) {
  if (count == 0) return;
  if (!list.empty() && list.back().kind == kind) {
    list.back().count += count;
  } else {
    list.push_back({kind, count});
  }
}

// How far each diagonal was reached with each number of differences. Diagonal k is x - y; with d differences those from
// -d to d in steps of two count, kept at (k + d) / 2.
class Frontier {
 public:
  using Reach = std::vector<std::size_t>;

  // False when more than `max_differences` are needed.
  bool advance(Sequence before, Sequence after, std::size_t max_differences) {
    for (std::size_t d = 0; d <= max_differences; ++d) {
      reached_.emplace_back(d + 1);
      for (std::size_t i = 0; i <= d; ++i) {
        std::size_t x = start(d, i);
        std::size_t y = y_of(x, d, i);
        while (x < before.size() && y < after.size() && before[x] == after[y]) ++x, ++y;
        reached_[d][i] = x;
        if (x >= before.size() && y >= after.size()) {
          end_ = i;
          return true;
        }
      }
    }
    return false;
  }

  // The edits, last first, each of length one.
  std::vector<Kind> walk_back(std::size_t before) const {
    std::vector<Kind> steps;
    std::size_t x = before;
    std::size_t i = end_;
    for (std::size_t d = reached_.size() - 1;; --d) {
      const std::size_t from = start(d, i);
      steps.insert(steps.end(), x - from, Kind::same);
      if (d == 0) return steps;
      const bool down = is_down(d, i);
      steps.push_back(down ? Kind::added : Kind::removed);
      x = down ? from : from - 1;
      i = down ? i : i - 1;
    }
  }

 private:
  // x - y = k = 2 i - d.
  static std::size_t y_of(std::size_t x, std::size_t d, std::size_t i) { return x + d - 2 * i; }

  // Whether the furthest way to diagonal i of d comes from above (an element of `after` is added).
  bool is_down(std::size_t d, std::size_t i) const {
    const Reach& last = reached_[d - 1];
    return i == 0 || (i != d && last[i - 1] < last[i]);
  }

  std::size_t start(std::size_t d, std::size_t i) const {
    if (d == 0) return 0;
    const Reach& last = reached_[d - 1];
    return is_down(d, i) ? last[i] : last[i - 1] + 1;
  }

  std::vector<Reach> reached_;
  std::size_t end_ = 0;
};

}  // namespace

std::vector<Edit> edits(Sequence before, Sequence after, std::size_t max_differences) {
  const auto [b, a] = std::ranges::mismatch(before, after);
  const auto head = static_cast<std::size_t>(b - before.begin());
  before = before.subspan(head);
  after = after.subspan(head);
  std::size_t tail = 0;
  while (tail < std::min(before.size(), after.size()) &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  before = before.first(before.size() - tail);
  after = after.first(after.size() - tail);
  std::vector<Edit> list;
  append(list, Kind::same, head);
  Frontier frontier;
  if (frontier.advance(before, after, max_differences)) {
    const std::vector<Kind> steps = frontier.walk_back(before.size());
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) append(list, *step, 1);
  } else {
    append(list, Kind::removed, before.size());
    append(list, Kind::added, after.size());
  }
  append(list, Kind::same, tail);
  return list;
}

}  // namespace mediumsync::render
