#include "lib/uv/watch_table.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <memory>
#include <string>
#include <vector>

using namespace mediumsync;

namespace {

// A table whose events a test makes up, as no kernel can be made to give a number out again.
struct Table : uv::WatchTable {
  // Whom an event is for, by what their callbacks add.
  std::string tell(int watch, std::uint32_t mask) {
    heard.clear();
    inotify_event event{};
    event.wd = watch;
    event.mask = mask;
    begin(event);
    while (uv::Subscriber* const subscriber = next()) subscriber->callback({});
    std::ranges::sort(heard);
    return heard;
  }
  uv::Subscriber& join(char letter) {
    return WatchTable::join([this, letter](const uv::InotifyEvent&) { heard += letter; });
  }
  std::vector<int> sweep_all(std::size_t at_once) {
    std::vector<int> all;
    while (const auto numbers = sweep(at_once)) all.insert(all.end(), numbers->begin(), numbers->end());
    std::ranges::sort(all);
    return all;
  }
  std::string heard;
};

}  // namespace

TEST_CASE("the number of a removed watch that is given out again is not mistaken") {
  Table table;
  uv::Subscriber& one = table.join('a');
  uv::Subscriber& other = table.join('b');
  table.add(one, 5, IN_CREATE);
  SUBCASE("when one removes it") {
    REQUIRE(table.remove(one, 5) == uv::WatchTable::Left::nobody);
  }
  SUBCASE("when one goes") {
    table.leave(one);
    REQUIRE(table.sweep_all(1) == std::vector<int>{5});
  }
  SUBCASE("when it is removed twice") {
    REQUIRE(table.remove(one, 5) == uv::WatchTable::Left::nobody);
    table.add(one, 5, IN_CREATE);
    REQUIRE(table.remove(one, 5) == uv::WatchTable::Left::nobody);
    CHECK(table.tell(5, IN_IGNORED) == "");
  }
  table.add(other, 5, IN_CREATE);
  CHECK(table.tell(5, IN_CREATE) == "");  // waited in the kernel's queue
  CHECK(table.tell(5, IN_IGNORED) == "");
  CHECK(table.tell(5, IN_CREATE) == "b");
  CHECK(table.tell(5, IN_IGNORED) == "b");
  CHECK(table.tell(5, IN_CREATE) == "");
}

TEST_CASE("a number given out again is heard of though the end of the old watch was lost") {
  Table table;
  uv::Subscriber& one = table.join('a');
  table.add(one, 5, IN_CREATE);
  REQUIRE(table.remove(one, 5) == uv::WatchTable::Left::nobody);
  table.add(one, 5, IN_CREATE);
  SUBCASE("with an overflow") {
    CHECK(table.tell(-1, IN_Q_OVERFLOW) == "a");
  }
  SUBCASE("or because there was none") {
    table.drained();
  }
  CHECK(table.tell(5, IN_CREATE) == "a");
}

TEST_CASE("a watch that the kernel dropped is nobody's to give back") {
  Table table;
  uv::Subscriber& one = table.join('a');
  uv::Subscriber& other = table.join('b');
  table.add(one, 5, IN_CREATE);
  table.add(other, 5, IN_DELETE);
  CHECK(table.tell(5, IN_UNMOUNT) == "ab");
  CHECK(table.tell(5, IN_IGNORED) == "ab");
  table.add(other, 5, IN_CREATE);  // the number of another directory now
  CHECK(table.remove(one, 5) == uv::WatchTable::Left::others);
  table.leave(one);
  CHECK(table.sweep_all(100).empty());
  CHECK(table.tell(5, IN_CREATE) == "b");
}

TEST_CASE("those who have left are told nothing and their watches go a few at a time") {
  constexpr int many = 1000;
  const auto number = [](int i) { return i * 7919; };  // so that they lie in other buckets once there are more
  Table table;
  uv::Subscriber& stays = table.join('s');
  uv::Subscriber& one = table.join('a');
  uv::Subscriber& other = table.join('b');
  std::vector<int> of_one;
  std::vector<int> of_other;
  for (int i = 1; i <= many; ++i) {
    table.add(one, number(i), IN_CREATE);
    if (i % 2 == 0) table.add(other, number(i), IN_CREATE);
    if (i % 10 == 0) {
      table.add(stays, number(i), IN_CREATE);
    } else {
      (i % 2 == 0 ? of_other : of_one).push_back(number(i));
    }
  }
  table.leave(one);
  CHECK(table.tell(number(2), IN_CREATE) == "b");
  CHECK(table.tell(-1, IN_Q_OVERFLOW) == "bs");
  std::vector<int> numbers;
  for (int round = 0; round < 50; ++round) {
    const auto some = table.sweep(10);
    REQUIRE(some.has_value());
    CHECK(some->size() <= 20);
    numbers.insert(numbers.end(), some->begin(), some->end());
  }
  for (int i = many + 1; i <= 10 * many; ++i) table.add(stays, number(i), IN_CREATE);  // the table grows
  for (const int last : table.sweep_all(10)) numbers.push_back(last);
  std::ranges::sort(numbers);
  CHECK(numbers == of_one);

  table.leave(other);
  CHECK(table.sweep_all(10) == of_other);
  CHECK(table.tell(number(10), IN_CREATE) == "s");
  CHECK(table.tell(-1, IN_Q_OVERFLOW) == "s");
  CHECK_FALSE(table.is_empty());
  table.leave(stays);
  CHECK(table.is_empty());
}

TEST_CASE("what the callback of one who has left holds is let go once its watches are") {
  uv::WatchTable table;
  const auto held = std::make_shared<int>();
  uv::Subscriber& one = table.join([held](const uv::InotifyEvent&) {});
  table.add(one, 5, IN_CREATE);
  table.leave(one);
  table.forget_gone();
  CHECK(held.use_count() == 2);
  while (table.sweep(1)) continue;
  table.forget_gone();
  CHECK(held.use_count() == 1);
}
