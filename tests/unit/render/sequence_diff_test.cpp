#include "render/sequence_diff.hpp"

#include <doctest/doctest.h>
#include <random>
#include <string>

using namespace mediumsync::render;

namespace {

using Kind = Edit::Kind;
using Numbers = std::vector<std::size_t>;

Numbers numbers(const std::string& text) {
  return {text.begin(), text.end()};
}

// "=2-1+3"
std::string shown(const std::vector<Edit>& list) {
  std::string text;
  for (const Edit& edit : list)
    text += (edit.kind == Kind::same ? "=" : edit.kind == Kind::removed ? "-" : "+") + std::to_string(edit.count);
  return text;
}

Numbers applied(const Numbers& before, const Numbers& after, const std::vector<Edit>& list) {
  Numbers result;
  std::size_t from = 0;
  std::size_t to = 0;
  for (const Edit& edit : list) {
    for (std::size_t i = 0; i < edit.count; ++i) {
      if (edit.kind == Kind::same) {
        REQUIRE(before.at(from) == after.at(to));
        result.push_back(before[from++]);
        ++to;
      } else if (edit.kind == Kind::removed) {
        ++from;
      } else {
        result.push_back(after.at(to++));
      }
    }
  }
  CHECK(from == before.size());
  return result;
}

std::size_t longest_common(const Numbers& a, const Numbers& b) {
  std::vector<Numbers> table(a.size() + 1, Numbers(b.size() + 1));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j)
      table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
  }
  return table[a.size()][b.size()];
}

}  // namespace

TEST_CASE("the shortest edit between two sequences") {
  struct Row {
    const char* before;
    const char* after;
    const char* edits;
  };
  for (const Row& row : {Row{"", "", ""}, Row{"abc", "abc", "=3"}, Row{"", "ab", "+2"}, Row{"ab", "", "-2"},
                         Row{"abc", "axc", "=1-1+1=1"}, Row{"abc", "abcd", "=3+1"}, Row{"xabc", "abc", "-1=3"},
                         Row{"abab", "ab", "=2-2"}}) {
    CAPTURE(row.before);
    CAPTURE(row.after);
    CHECK(shown(edits(numbers(row.before), numbers(row.after))) == row.edits);
  }
}

TEST_CASE("any edit leads from the one to the other and is the shortest there is") {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    Numbers before(random() % 14);
    Numbers after(random() % 14);
    for (std::size_t& n : before) n = random() % 4;
    for (std::size_t& n : after) n = random() % 4;
    const auto list = edits(before, after);
    CHECK(applied(before, after, list) == after);
    std::size_t same = 0;
    for (const Edit& edit : list) same += edit.kind == Kind::same ? edit.count : 0;
    CHECK(same == longest_common(before, after));
  }
}

TEST_CASE("two long sequences that share nothing are replaced as a whole") {
  const Numbers before(100'000, 1);
  const Numbers after(100'000, 2);
  CHECK(shown(edits(before, after)) == "-100000+100000");
  CHECK(shown(edits(numbers("abcdef"), numbers("axyzuf"), 2)) == "=1-4+4=1");
}
