#include "lib/uv/timer.hpp"

#include <doctest/doctest.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

using namespace std::chrono_literals;
using namespace mediumsync;

TEST_CASE("a timer calls back once and never early") {
  uv::Loop loop;
  for (const auto delay : {0ms, 1ms, 2ms, 7ms, 20ms}) {
    CAPTURE(delay.count());
    int calls = 0;
    uv::Timer timer(loop, [&] { ++calls; });
    const auto before = std::chrono::steady_clock::now();
    timer.start(delay);
    CHECK(timer.active());
    loop.run();
    CHECK(std::chrono::steady_clock::now() - before >= delay);
    CHECK(calls == 1);
    CHECK_FALSE(timer.active());
  }
}

TEST_CASE("a timer does not count the time since the loop last looked at the clock") {
  uv::Loop loop;
  std::chrono::steady_clock::time_point started;
  std::chrono::steady_clock::time_point fired;
  uv::Timer second(loop, [&] { fired = std::chrono::steady_clock::now(); });
  uv::Timer first(loop, [&] {
    const auto until = std::chrono::steady_clock::now() + 30ms;
    while (std::chrono::steady_clock::now() < until) continue;
    started = std::chrono::steady_clock::now();
    second.start(10ms);
  });
  uv::Timer wakes_the_loop_between(loop, [] {});
  first.start(0ms);
  wakes_the_loop_between.start(5ms);
  loop.run();
  CHECK(fired - started >= 10ms);
}

TEST_CASE("a negative delay is no delay") {
  uv::Loop loop;
  int calls = 0;
  uv::Timer timer(loop, [&] { ++calls; });
  timer.start(-5s);
  CHECK(uv::run_until(
      loop, [&] { return calls == 1; }, 10s));
}

TEST_CASE("starting again replaces the delay") {
  uv::Loop loop;
  int calls = 0;
  uv::Timer timer(loop, [&] { ++calls; });
  timer.start(1h);
  timer.start(1ms);
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("a stopped timer stays silent and can be started again") {
  uv::Loop loop;
  int calls = 0;
  uv::Timer timer(loop, [&] { ++calls; });
  timer.start(1ms);
  timer.stop();
  CHECK_FALSE(timer.active());
  loop.run();
  CHECK(calls == 0);
  timer.start(1ms);
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("a timer may start itself again from its own callback") {
  uv::Loop loop;
  int calls = 0;
  std::optional<uv::Timer> timer;
  timer.emplace(loop, [&] {
    if (++calls < 5) timer->start(1ms);
  });
  timer->start(1ms);
  loop.run();
  CHECK(calls == 5);
}

TEST_CASE("a timer that starts itself again at once does not hold up the others") {
  uv::Loop loop;
  bool rung = false;
  std::optional<uv::Timer> busy;
  busy.emplace(loop, [&] { busy->start(0ms); });
  busy->start(0ms);
  uv::Timer bell(loop, [&] { rung = true; });
  bell.start(5ms);
  CHECK(uv::run_until(
      loop, [&] { return rung; }, 10s));
}

TEST_CASE("a timer may be destroyed inside its own callback") {
  uv::Loop loop;
  const std::vector<int> captured(100, 7);
  int sum = 0;
  std::unique_ptr<uv::Timer> timer;
  timer = std::make_unique<uv::Timer>(loop, [&timer, &sum, captured] {
    timer.reset();
    for (const int value : captured) sum += value;  // what the callback holds is still there
  });
  timer->start(1ms);
  loop.run();
  CHECK(sum == 700);
}

TEST_CASE("a timer that is destroyed does not call back") {
  uv::Loop loop;
  int calls = 0;
  {
    uv::Timer timer(loop, [&] { ++calls; });
    timer.start(0ms);
  }
  loop.run();
  CHECK(calls == 0);
}

TEST_CASE("a timer may destroy another that is due in the same turn") {
  uv::Loop loop;
  int calls = 0;
  auto second = std::make_unique<uv::Timer>(loop, [&] { ++calls; });
  uv::Timer first(loop, [&] { second.reset(); });
  first.start(0ms);
  second->start(0ms);
  loop.run();
  CHECK(calls == 0);
}

TEST_CASE("a timer may be destroyed by the callback that throws") {
  uv::Loop loop;
  std::unique_ptr<uv::Timer> timer;
  timer = std::make_unique<uv::Timer>(loop, [&] {
    timer.reset();
    throw std::runtime_error("and gone");
  });
  timer->start(0ms);
  CHECK_THROWS_WITH_AS(loop.run(), "and gone", std::runtime_error);
}
