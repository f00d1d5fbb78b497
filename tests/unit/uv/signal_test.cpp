#include "lib/uv/signal.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <memory>
#include <stdexcept>
#include <system_error>

using namespace std::chrono_literals;
using namespace mediumsync;

namespace {

bool is_handled_by(int number, void (*handler)(int)) {
  struct sigaction now {};
  REQUIRE(::sigaction(number, nullptr, &now) == 0);
  return now.sa_handler == handler;
}

}  // namespace

TEST_CASE("a signal calls back on the loop each time") {
  uv::Loop loop;
  int calls = 0;
  const uv::Signal signal(loop, SIGUSR1, [&] { ++calls; });
  for (int round = 1; round <= 3; ++round) {
    ::raise(SIGUSR1);
    CHECK(calls == round - 1);
    CHECK(uv::run_until(
        loop, [&] { return calls == round; }, 10s));
  }
}

TEST_CASE("the earlier disposition of a signal comes back with the last watcher") {
  for (const auto earlier : {SIG_IGN, SIG_DFL}) {
    std::signal(SIGUSR1, earlier);
    uv::Loop loop;
    auto first = std::make_unique<uv::Signal>(loop, SIGUSR1, [] {});
    auto second = std::make_unique<uv::Signal>(loop, SIGUSR1, [] {});
    first.reset();
    CHECK_FALSE(is_handled_by(SIGUSR1, earlier));
    first = std::make_unique<uv::Signal>(loop, SIGUSR1, [] {});
    first.reset();
    CHECK_FALSE(is_handled_by(SIGUSR1, earlier));
    second.reset();
    CHECK(is_handled_by(SIGUSR1, earlier));
  }
  std::signal(SIGUSR1, SIG_DFL);
}

TEST_CASE("a signal may be destroyed inside its own callback") {
  uv::Loop loop;
  int calls = 0;
  std::unique_ptr<uv::Signal> signal;
  signal = std::make_unique<uv::Signal>(loop, SIGUSR1, [&] {
    signal.reset();
    ++calls;
  });
  ::raise(SIGUSR1);
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("a signal that is destroyed does not call back") {
  uv::Loop loop;
  int calls = 0;
  auto signal = std::make_unique<uv::Signal>(loop, SIGUSR1, [&] { ++calls; });
  ::raise(SIGUSR1);
  signal.reset();
  loop.run();
  CHECK(calls == 0);
}

TEST_CASE("what a signal throws comes out of run") {
  uv::Loop loop;
  const uv::Signal signal(loop, SIGUSR1, [] { throw std::runtime_error("signalled"); });
  ::raise(SIGUSR1);
  CHECK_THROWS_WITH_AS(loop.run(), "signalled", std::runtime_error);
}

TEST_CASE("a signal that cannot be caught is refused") {
  uv::Loop loop;
  CHECK_THROWS_AS(uv::Signal(loop, SIGKILL, [] {}), std::system_error);
}
