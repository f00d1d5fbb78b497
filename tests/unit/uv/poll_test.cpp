#include "lib/uv/poll.hpp"

#include <array>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <memory>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

#include "lib/uv/timer.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;

namespace {

// Two connected sockets, closed at the end.
class Pair {
 public:
  Pair() { REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) == 0); }
  ~Pair() {
    ::close(ends_[0]);
    if (!hung_up_) ::close(ends_[1]);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  int here() const { return ends_[0]; }
  void send_from_there() const { REQUIRE(::write(ends_[1], "x", 1) == 1); }
  void take_here() const {
    char byte = 0;
    REQUIRE(::read(ends_[0], &byte, 1) == 1);
  }
  void hang_up_there() {
    ::close(ends_[1]);
    hung_up_ = true;
  }

 private:
  std::array<int, 2> ends_{};
  bool hung_up_ = false;
};

bool has(uv::Ready set, uv::Ready bit) {
  return (static_cast<int>(set) & static_cast<int>(bit)) != 0;
}

}  // namespace

TEST_CASE("a poll tells what its descriptor is ready for") {
  uv::Loop loop;
  Pair pair;
  uv::Ready seen = uv::Ready::none;
  uv::Poll poll(loop, pair.here(), [&](uv::Ready ready) {
    seen = ready;
    loop.stop();
  });
  poll.watch(uv::Ready::write);
  loop.run();
  CHECK(seen == uv::Ready::write);
  pair.send_from_there();
  poll.watch(uv::Ready::read);
  loop.run();
  CHECK(seen == uv::Ready::read);
  poll.watch(uv::Ready::both);
  loop.run();
  CHECK(seen == uv::Ready::both);
}

TEST_CASE("a loop is wanted while an event waits for its turn") {
  uv::Loop loop;
  Pair pair;
  uv::Poll poll(loop, pair.here(), [&](uv::Ready) {
    pair.take_here();
    CHECK(!loop.is_wanted());
    loop.stop();
  });
  poll.watch(uv::Ready::read);
  uv::Timer busy(loop, [&] {
    CHECK(!loop.is_wanted());
    pair.send_from_there();
    CHECK(loop.is_wanted());
  });
  busy.start(1ms);
  loop.run();
  CHECK(!loop.is_wanted());
}

TEST_CASE("a poll that is stopped is silent until it watches again") {
  uv::Loop loop;
  Pair pair;
  int calls = 0;
  uv::Poll poll(loop, pair.here(), [&](uv::Ready) {
    ++calls;
    pair.take_here();
    poll.stop();
  });
  pair.send_from_there();
  poll.watch(uv::Ready::read);
  loop.run();
  CHECK(calls == 1);
  pair.send_from_there();
  loop.run();
  CHECK(calls == 1);
  poll.watch(uv::Ready::read);
  loop.run();
  CHECK(calls == 2);
}

TEST_CASE("a peer that hangs up shows as ready to read") {
  uv::Loop loop;
  Pair pair;
  uv::Ready seen = uv::Ready::none;
  uv::Poll poll(loop, pair.here(), [&](uv::Ready ready) {
    seen = ready;
    loop.stop();
  });
  poll.watch(uv::Ready::read);
  pair.hang_up_there();
  loop.run();
  CHECK(has(seen, uv::Ready::read));
}

TEST_CASE("an error of the descriptor shows as readiness and goes on showing") {
  uv::Loop loop;
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  ::close(ends[0]);  // writing to the other end is an error now, which epoll reports as such
  int calls = 0;
  {
    uv::Poll poll(loop, ends[1], [&](uv::Ready ready) {
      CHECK(ready == uv::Ready::write);
      ++calls;
    });
    poll.watch(uv::Ready::write);
    CHECK(uv::run_until(
        loop, [&] { return calls == 3; }, 10s));
  }
  ::close(ends[1]);
}

TEST_CASE("a poll may be destroyed inside its own callback") {
  uv::Loop loop;
  Pair pair;
  int calls = 0;
  std::unique_ptr<uv::Poll> poll;
  poll = std::make_unique<uv::Poll>(loop, pair.here(), [&](uv::Ready) {
    poll.reset();
    ++calls;
  });
  poll->watch(uv::Ready::write);
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("a poll may destroy another that is ready in the same turn") {
  uv::Loop loop;
  Pair pair;
  Pair other;
  int calls = 0;
  std::unique_ptr<uv::Poll> first;
  std::unique_ptr<uv::Poll> second;
  first = std::make_unique<uv::Poll>(loop, pair.here(), [&](uv::Ready) {
    ++calls;
    second.reset();
    first->stop();
  });
  second = std::make_unique<uv::Poll>(loop, other.here(), [&](uv::Ready) {
    ++calls;
    first.reset();
    second->stop();
  });
  first->watch(uv::Ready::write);
  second->watch(uv::Ready::write);
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("what a poll throws comes out of run") {
  uv::Loop loop;
  Pair pair;
  uv::Poll poll(loop, pair.here(), [](uv::Ready) { throw std::runtime_error("not ready"); });
  poll.watch(uv::Ready::write);
  CHECK_THROWS_WITH_AS(loop.run(), "not ready", std::runtime_error);
}

TEST_CASE("a descriptor that cannot be watched is refused") {
  uv::Loop loop;
  const int file = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  REQUIRE(file >= 0);
  CHECK_THROWS_AS(uv::Poll(loop, file, [](uv::Ready) {}), std::system_error);
  ::close(file);
  CHECK_THROWS_AS(uv::Poll(loop, file, [](uv::Ready) {}), std::system_error);
}

TEST_CASE("one descriptor has one watcher") {
  uv::Loop loop;
  Pair pair;
  uv::Poll poll(loop, pair.here(), [](uv::Ready) {});
  poll.watch(uv::Ready::read);
  CHECK_THROWS_AS(uv::Poll(loop, pair.here(), [](uv::Ready) {}), std::system_error);
}
