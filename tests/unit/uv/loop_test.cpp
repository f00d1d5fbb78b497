#include "lib/uv/loop.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <stdexcept>
#include <string>

#include "lib/uv/timer.hpp"
#include "unit/systemd/child.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;

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
  first.start(0ms);  // both are due in one turn of the loop
  second.start(0ms);
  later.start(1ms);
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
  const auto child = test::report_of_child([](int report) {
    ::dup2(report, STDERR_FILENO);
    auto* loop = new uv::Loop;
    const uv::Timer survivor(*loop, [] {});
    delete loop;
  });
  CHECK(child.text.find("a timer outlived its loop") != std::string::npos);
#ifndef NDEBUG
  REQUIRE(WIFSIGNALED(child.status));
  CHECK(WTERMSIG(child.status) == SIGABRT);
#else
  CHECK(child.ended_well());
#endif
}
