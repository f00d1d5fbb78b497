#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

namespace {

using Second = std::chrono::sys_seconds;

constexpr int runs = 10;  // as many as Medium takes in a day

std::string clock_time(Second time) {
  const std::chrono::hh_mm_ss parts(time - std::chrono::floor<std::chrono::days>(time));
  const auto two = [](auto number) {
    const std::string digits = std::to_string(number.count());
    return digits.size() < 2 ? "0" + digits : digits;
  };
  return two(parts.hours()) + ":" + two(parts.minutes()) + ":" + two(parts.seconds());
}

// Every other second from `first` on, a second long.
std::string windows_from(Second first) {
  std::string list;
  for (int run = 0; run < runs + 3; ++run) {
    const Second opens = first + seconds(2 * run);
    list +=
        (list.empty() ? "\"daily " : ", \"daily ") + clock_time(opens) + "-" + clock_time(opens + seconds(1)) + "\"";
  }
  return "windows = [" + list + "]\nmin_gap = \"1s\"\nmax_per_day = 100\n";
}

void report(const std::string& what, std::vector<milliseconds> times, milliseconds median_limit) {
  REQUIRE(!times.empty());
  std::ranges::sort(times);
  const milliseconds median = times[times.size() / 2];
  MESSAGE(what << ": median " << median.count() << " ms, maximum " << times.back().count() << " ms of "
               << times.size());
  CHECK(median < median_limit);
}

}  // namespace

TEST_CASE("a POST leaves when its window opens and never before") {
  World world;
  const Second first = std::chrono::ceil<seconds>(system_clock::now()) + seconds(3);
  const bool even = first.time_since_epoch().count() % 2 == 0;
  world.configure({.schedule = windows_from(first)});
  for (int run = 0; run < runs; ++run) world.drop_post("Post " + std::to_string(run));
  world.daemon.start();
  REQUIRE(eventually([&] { return world.posts_sent() == runs; }, seconds(60)));
  std::vector<milliseconds> late;
  const Json log = world.sandbox.get("/requests").at("requests");
  for (const Json& request : log) {
    if (request.at("method") != "POST") continue;
    const milliseconds at(request.at("received_at_ms").get<std::int64_t>());
    const auto second = std::chrono::floor<seconds>(at);
    // In a second in which no window is open it would have come before one.
    CHECK((second.count() % 2 == 0) == even);
    late.push_back(at - second);
  }
  CHECK(late.size() == runs);
  report("from the window to the POST", late, milliseconds(250));
}

TEST_CASE("a dropped file is in the queue soon after it has settled") {
  World world;
  world.daemon.start();
  world.daemon.ask({"pause"});
  constexpr milliseconds settle(100);
  std::vector<milliseconds> late;
  for (int run = 0; run < 20; ++run) {
    const std::string title = "Post " + std::to_string(run);
    world.drop_post(title);
    const auto dropped = system_clock::now();
    world.await_state(title, "queued");
    // As seen from outside, so what is measured holds a call of mediumsyncctl as well.
    late.push_back(std::chrono::floor<milliseconds>(system_clock::now() - (dropped + settle)));
    CHECK(late.back() >= milliseconds(-5));
  }
  report("from the settled file to its row", late, milliseconds(100));
}
