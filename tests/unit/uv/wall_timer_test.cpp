#include "lib/uv/wall_timer.hpp"

#include <cerrno>
#include <cstring>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <sys/file.h>
#include <sys/timex.h>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
using namespace mediumsync;

namespace {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

Time now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

bool shift_clock(timeval nanoseconds) {
  timex change{};
  change.modes = ADJ_SETOFFSET | ADJ_NANO;
  change.time = nanoseconds;
  return ::adjtimex(&change) >= 0;
}

// Sets the wall clock a nanosecond forward and back again. False, with a message, where that is not allowed.
bool step_clock() {
  if (!shift_clock({.tv_sec = 0, .tv_usec = 1})) {
    MESSAGE("skipped: may not set the clock here (" << std::strerror(errno) << ")");
    return false;
  }
  REQUIRE(shift_clock({.tv_sec = -1, .tv_usec = 999'999'999}));
  return true;
}

// Keeps the clock for this process (LOCK_EX), or keeps others from setting it (LOCK_SH): tests run beside one another,
// and every wall timer on the machine hears of a step.
class ClockHeld {
 public:
  explicit ClockHeld(int how)
      : place_(::open(std::filesystem::temp_directory_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    REQUIRE(::flock(place_, how) == 0);
  }
  ~ClockHeld() { ::close(place_); }
  ClockHeld(const ClockHeld&) = delete;
  ClockHeld& operator=(const ClockHeld&) = delete;

 private:
  int place_;
};

// What a wall timer has told.
struct Told {
  std::vector<uv::WallEvent> events;
  auto record() {
    return [this](uv::WallEvent event) { events.push_back(event); };
  }
  auto count(std::size_t wanted) const {
    return [this, wanted] { return events.size() >= wanted; };
  }
};

}  // namespace

TEST_CASE("a wall timer is due when the clock says so and never early") {
  const ClockHeld clock(LOCK_SH);
  uv::Loop loop;
  for (const auto delay : {1ms, 2ms, 5ms, 10ms, 50ms}) {
    CAPTURE(delay.count());
    std::optional<std::chrono::system_clock::time_point> fired;
    uv::WallTimer timer(loop, [&](uv::WallEvent event) {
      CHECK(event == uv::WallEvent::due);
      fired = std::chrono::system_clock::now();
    });
    const Time due = now() + delay;
    timer.arm(due);
    REQUIRE(uv::run_until(
        loop, [&] { return fired.has_value(); }, 10s));
    CHECK(*fired >= due);
  }
}

TEST_CASE("a wall timer whose time has passed calls back at once") {
  const ClockHeld clock(LOCK_SH);
  uv::Loop loop;
  for (const Time due : {now() - 1ms, now() - 24h, Time{1ms}, Time{0ms}, Time{-1ms}, Time{-24h}}) {
    CAPTURE(due.time_since_epoch().count());
    Told told;
    uv::WallTimer timer(loop, told.record());
    timer.arm(due);
    REQUIRE(uv::run_until(loop, told.count(1), 10s));
    CHECK(told.events.front() == uv::WallEvent::due);
    CHECK_FALSE(uv::run_until(loop, told.count(2), 5ms));
  }
}

TEST_CASE("arming again replaces the time and disarming forgets it") {
  const ClockHeld clock(LOCK_SH);
  uv::Loop loop;
  Told told;
  uv::WallTimer timer(loop, told.record());
  timer.arm(now() - 1h);
  timer.arm(now() + 1h);
  CHECK_FALSE(uv::run_until(loop, told.count(1), 20ms));
  timer.arm(now() - 1h);
  timer.disarm();
  CHECK_FALSE(uv::run_until(loop, told.count(1), 20ms));
  timer.arm(now() + 5ms);
  CHECK(uv::run_until(loop, told.count(1), 10s));
}

TEST_CASE("a wall timer may arm itself again from its own callback") {
  const ClockHeld clock(LOCK_SH);
  uv::Loop loop;
  int calls = 0;
  std::optional<uv::WallTimer> timer;
  timer.emplace(loop, [&](uv::WallEvent) {
    if (++calls < 5) timer->arm(now() + 1ms);
  });
  timer->arm(now() + 1ms);
  CHECK(uv::run_until(
      loop, [&] { return calls == 5; }, 10s));
}

TEST_CASE("a step of the clock is told to a timer that is not armed") {
  const ClockHeld clock(LOCK_EX);
  uv::Loop loop;
  Told told;
  const uv::WallTimer timer(loop, told.record());
  for (std::size_t round = 1; round <= 3; ++round) {
    if (!step_clock()) return;
    REQUIRE(uv::run_until(loop, told.count(round), 10s));
    CHECK(told.events.back() == uv::WallEvent::stepped);
  }
}

TEST_CASE("a step of the clock is told once and disarms") {
  const ClockHeld clock(LOCK_EX);
  uv::Loop loop;
  Told told;
  uv::WallTimer timer(loop, told.record());
  timer.arm(now() + 50ms);
  if (!step_clock()) return;
  REQUIRE(uv::run_until(loop, told.count(1), 10s));
  CHECK(told.events.front() == uv::WallEvent::stepped);
  CHECK_FALSE(uv::run_until(loop, told.count(2), 100ms));
}

TEST_CASE("a step of the clock is told although the timer was armed again before the loop saw it") {
  const ClockHeld clock(LOCK_EX);
  uv::Loop loop;
  Told told;
  uv::WallTimer timer(loop, told.record());
  if (!step_clock()) return;
  timer.arm(now() + 1h);
  timer.arm(now() + 2h);
  REQUIRE(uv::run_until(loop, told.count(1), 10s));
  CHECK(told.events.front() == uv::WallEvent::stepped);
  timer.arm(now() + 1ms);
  REQUIRE(uv::run_until(loop, told.count(2), 10s));
  CHECK(told.events.back() == uv::WallEvent::due);
}

TEST_CASE("a wall timer may be destroyed inside its own callback") {
  const ClockHeld clock(LOCK_SH);
  uv::Loop loop;
  int calls = 0;
  std::unique_ptr<uv::WallTimer> timer;
  timer = std::make_unique<uv::WallTimer>(loop, [&](uv::WallEvent) {
    timer.reset();
    ++calls;
  });
  timer->arm(now());
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("what a wall timer throws comes out of run") {
  const ClockHeld clock(LOCK_SH);
  uv::Loop loop;
  uv::WallTimer timer(loop, [](uv::WallEvent) { throw std::runtime_error("too late"); });
  timer.arm(now());
  CHECK_THROWS_WITH_AS(loop.run(), "too late", std::runtime_error);
}
