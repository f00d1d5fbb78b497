#include "lib/uv/job.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "lib/uv/idle.hpp"
#include "lib/uv/timer.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;

TEST_CASE("a job is done on another thread and told on the loop's own") {
  uv::Loop loop;
  std::thread::id worked_on;
  std::thread::id told_on;
  std::optional<std::string> result;
  const uv::Job job(loop, std::function([&worked_on, text = std::string("words")] {
                      worked_on = std::this_thread::get_id();
                      return text + " out";
                    }),
                    std::function([&](std::string text) {
                      told_on = std::this_thread::get_id();
                      result = std::move(text);
                    }));
  loop.run();
  CHECK(result == "words out");
  CHECK(told_on == std::this_thread::get_id());
  CHECK(worked_on != told_on);
}

TEST_CASE("what a job throws is thrown by the loop") {
  uv::Loop loop;
  bool told = false;
  const uv::Job job(loop, std::function([]() -> int { throw std::runtime_error("no"); }),
                    std::function([&](int) { told = true; }));
  CHECK_THROWS_WITH(loop.run(), "no");
  CHECK_FALSE(told);
}

TEST_CASE("a job that nobody waits for any more ends untold") {
  bool told = false;
  std::atomic<int> done = 0;
  {
    uv::Loop loop;
    for (int i = 0; i < 20; ++i)  // more than there are threads: some have not begun
      std::make_unique<uv::Job>(loop, std::function([&done] { return ++done; }),
                                std::function([&](int) { told = true; }));
  }
  CHECK_FALSE(told);
  CHECK(done <= 20);
}

TEST_CASE("a job may be ended where it is told") {
  uv::Loop loop;
  std::unique_ptr<uv::Job> job;
  job = std::make_unique<uv::Job>(loop, std::function([] { return 1; }), std::function([&](int) { job.reset(); }));
  loop.run();
  CHECK_FALSE(job);
}

TEST_CASE("idle work is called once for each start and lets timers have their turn") {
  uv::Loop loop;
  int calls = 0;
  bool rang = false;
  uv::Timer timer(loop, [&] { rang = true; });
  uv::Idle idle(loop, [&] {
    ++calls;
    if (!rang) idle.start();
  });
  timer.start(2ms);
  idle.start();
  loop.run();
  CHECK(rang);
  const int at_the_end = calls;
  idle.start();
  loop.run();
  CHECK(calls == at_the_end + 1);
  idle.start();
  idle.stop();
  loop.run();
  CHECK(calls == at_the_end + 1);
}
