// The mistakes found so far, and where in the file they are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"

namespace mediumsync::config {

// Both count from 1; columns are characters, not bytes.
struct Position {
  int line = 1;
  int column = 1;
};

// A value and where the file says it.
template <typename Value>
struct Placed {
  Value value;
  Position place;
};

// Collects the mistakes of one file. Made by load(), lent to every reader.
class Report {
 public:
  explicit Report(std::string_view text);

  void add(Position place, std::string message);

  // A mistake `offset` bytes into a string: pointed at exactly where the file spells the string plainly, else at the
  // string's beginning (escapes, several lines).
  void add_inside(const Placed<std::string>& string, std::size_t offset, std::string message);

  bool empty() const { return mistakes_.empty(); }

  // The line as the file has it; empty past the end.
  std::string_view line(int number) const;

  // In the order of the file; the report is empty afterwards.
  Mistakes take();

 private:
  std::vector<std::string_view> lines_;  // of the text, which outlives the report
  Mistakes mistakes_;
};

}  // namespace mediumsync::config
