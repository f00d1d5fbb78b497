#include "lib/uv/loop.hpp"

#include <array>
#include <csignal>
#include <doctest/doctest.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/uv/timer.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;

namespace {

// What a child wrote to stderr and how it ended.
struct Ended {
  int status = 0;
  std::string errors;
};

Ended in_a_child(void (*body)()) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);
    ::dup2(ends[1], STDERR_FILENO);
    body();
    ::_exit(0);
  }
  ::close(ends[1]);
  Ended ended;
  std::array<char, 512> buffer{};
  ssize_t count = 0;
  while ((count = ::read(ends[0], buffer.data(), buffer.size())) > 0) {
    ended.errors.append(buffer.data(), static_cast<std::size_t>(count));
  }
  ::close(ends[0]);
  REQUIRE(::waitpid(child, &ended.status, 0) == child);
  return ended;
}

}  // namespace

TEST_CASE("a loop with nothing to wait for returns at once") {
  uv::Loop loop;
  loop.run();
  loop.run_once();
}

TEST_CASE("stop ends run and the loop can run again") {
  uv::Loop loop;
  int calls = 0;
  uv::Timer keeps_alive(loop, [] {});
  keeps_alive.start(1h);
  uv::Timer stopper(loop, [&] {
    ++calls;
    loop.stop();
  });
  for (int round = 1; round <= 3; ++round) {
    stopper.start(1ms);
    loop.run();
    CHECK(calls == round);
  }
}

TEST_CASE("run throws what a callback threw first and the loop stays whole") {
  uv::Loop loop;
  int calls = 0;
  uv::Timer first(loop, [] { throw std::runtime_error("first"); });
  uv::Timer second(loop, [] { throw std::logic_error("second"); });
  uv::Timer later(loop, [&] { ++calls; });
  first.start(1ms);
  second.start(2ms);
  ::usleep(5000);  // both are due in one turn of the loop
  later.start(5ms);
  CHECK_THROWS_WITH_AS(loop.run(), "first", std::runtime_error);
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("run_until says whether the predicate came true before the deadline") {
  uv::Loop loop;
  bool rung = false;
  uv::Timer bell(loop, [&] { rung = true; });
  bell.start(5ms);
  CHECK(uv::run_until(
      loop, [&] { return rung; }, 10s));
  CHECK_FALSE(uv::run_until(
      loop, [] { return false; }, 5ms));
  CHECK(uv::run_until(
      loop, [] { return true; }, 0ms));
}

TEST_CASE("run_until throws what a callback threw") {
  uv::Loop loop;
  uv::Timer thrower(loop, [] { throw std::runtime_error("out of a callback"); });
  thrower.start(1ms);
  CHECK_THROWS_WITH_AS(uv::run_until(
                           loop, [] { return false; }, 10s),
                       "out of a callback", std::runtime_error);
}

TEST_CASE("a loop names the handle that outlives it") {
  const Ended ended = in_a_child([] {
    auto* loop = new uv::Loop;
    uv::Timer survivor(*loop, [] {});
    delete loop;
  });
  CHECK(ended.errors.find("a timer outlived its loop") != std::string::npos);
#ifndef NDEBUG
  REQUIRE(WIFSIGNALED(ended.status));
  CHECK(WTERMSIG(ended.status) == SIGABRT);
#else
  CHECK(ended.status == 0);
#endif
}
