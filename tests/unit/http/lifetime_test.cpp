#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <vector>

#include "fixture.hpp"

namespace mediumsync::http {
namespace {

// Everything stalls at a point of its own: nothing answered, half the headers, half the body.
void stall_somewhere(RawConnection& connection) {
  connection.read_request();
  if (connection.number() % 3 == 1) connection.send("HTTP/1.1 200 OK\r\nContent-");
  if (connection.number() % 3 == 2) connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
  connection.stall();
}

void answer_all(RawConnection& connection) {
  while (connection.read_request()) connection.answer("200 OK", "x");
}

TEST_CASE("fifty stalled transfers are cancelled midway and leave nothing") {
  RawServer server(stall_somewhere);
  Http http({.user_agent = "t", .parallel = 50, .per_host = 50});
  std::vector<Transfer> transfers;
  for (int i = 0; i < 50; ++i) {
    auto request = i % 2 == 0 ? get(server.url()) : post(server.url(), "story");
    transfers.push_back(http.client.start(request, [](Result) { FAIL_CHECK("a cancelled transfer called back"); }));
  }
  REQUIRE(wait_for(http.loop, [&] { return server.requests() == 50; }));
  transfers.clear();
  http.loop.run();  // nothing is left to wait for
  CHECK(wait_for(http.loop, [&] { return server.open_connections() == 0; }));
}

TEST_CASE("fifty transfers that wait in a queue are cancelled in any order") {
  RawServer server(stall_somewhere);
  Http http({.user_agent = "t", .parallel = 4, .per_host = 2});
  std::vector<Transfer> transfers;
  for (int i = 0; i < 50; ++i) {
    transfers.push_back(
        http.client.start(get(server.url()), [](Result) { FAIL_CHECK("a cancelled transfer called back"); }));
  }
  REQUIRE(wait_for(http.loop, [&] { return server.requests() == 2; }));
  for (std::size_t i = 0; i < transfers.size(); i += 2) transfers[i] = Transfer();
  REQUIRE(wait_for(http.loop, [&] { return server.requests() == 3; }));  // one of the two ran: the queue moves up
  while (!transfers.empty()) transfers.pop_back();
  http.loop.run();
}

TEST_CASE("a transfer is destroyed before it had a turn of the loop") {
  RawServer server(answer_all);
  Http http;
  {
    const auto transfer = http.client.start(get(server.url()), [](Result) { FAIL_CHECK("called back"); });
  }
  http.loop.run();
  CHECK(http.answer(get(server.url())).status == 200);
}

TEST_CASE("a transfer is destroyed while a name is looked up") {
  Http http;
  std::optional<Transfer> transfer =
      http.client.start(get("http://nowhere.invalid/"), [](Result) { FAIL_CHECK("called back"); });
  http.loop.run_once();
  transfer.reset();
  http.loop.run();
}

TEST_CASE("an owner is destroyed inside its own callback") {
  RawServer server(answer_all);
  Http http;
  struct Owner {
    std::optional<Transfer> transfer;
    std::string answer;
  };
  auto owner = std::make_unique<Owner>();
  bool done = false;
  owner->transfer = http.client.start(get(server.url()), [&](Result result) {
    owner->answer = std::get<Response>(std::move(result)).body;
    owner.reset();
    done = true;
  });
  REQUIRE(uv::run_until(
      http.loop, [&] { return done; }, kPatience));
  http.loop.run();
}

TEST_CASE("a callback destroys all other transfers whether they run or are done") {
  RawServer server(answer_all);
  Http http({.user_agent = "t", .parallel = 8, .per_host = 8});
  std::vector<Transfer> transfers;
  int called = 0;
  for (int i = 0; i < 30; ++i) {
    transfers.push_back(http.client.start(get(server.url()), [&](Result) {
      ++called;
      transfers.clear();
    }));
  }
  http.loop.run();
  CHECK(called == 1);
}

TEST_CASE("a client is destroyed inside a callback with transfers under way") {
  RawServer answering(answer_all);
  RawServer stalling(stall_somewhere);
  uv::Loop loop;
  auto client = std::make_unique<Client>(loop, ClientOptions{.user_agent = "t", .parallel = 32, .per_host = 8});
  std::vector<Transfer> transfers;
  for (int i = 0; i < 10; ++i) {
    transfers.push_back(
        client->start(get(stalling.url()), [](Result) { FAIL_CHECK("a cancelled transfer called back"); }));
  }
  REQUIRE(wait_for(loop, [&] { return stalling.requests() == 8; }));
  int called = 0;
  for (int i = 0; i < 5; ++i) {
    transfers.push_back(client->start(get(answering.url()), [&](Result) {
      ++called;
      client.reset();
    }));
  }
  loop.run();
  CHECK(called == 1);
  transfers.clear();  // after their client
}

TEST_CASE("a client is destroyed while an answer waits to be delivered") {
  uv::Loop loop;
  auto client = std::make_unique<Client>(loop, ClientOptions{});
  const auto transfer = client->start(get("not a URL"), [](Result) { FAIL_CHECK("called back"); });
  client.reset();
  loop.run();
}

TEST_CASE("a callback starts the next transfer in the same variable") {
  RawServer server(answer_all);
  Http http;
  std::optional<Transfer> transfer;
  int left = 20;
  std::function<void(Result)> next = [&](Result) {
    if (--left > 0) transfer = http.client.start(get(server.url()), next);
  };
  transfer = http.client.start(get(server.url()), next);
  REQUIRE(uv::run_until(
      http.loop, [&] { return left == 0; }, kPatience));
  CHECK(server.connections() == 1);
}

TEST_CASE("what a callback throws reaches the loop and the others go on") {
  RawServer server(answer_all);
  Http http({.user_agent = "t", .parallel = 8, .per_host = 8});
  std::vector<Transfer> transfers;
  int called = 0;
  for (int i = 0; i < 6; ++i) {
    transfers.push_back(http.client.start(get(server.url()), [&, i](Result) {
      ++called;
      if (i % 2 == 0) throw std::runtime_error("from the callback");
    }));
  }
  int thrown = 0;
  while (called < 6) {
    try {
      const bool in_time = uv::run_until(
          http.loop, [&] { return called == 6; }, kPatience);
      REQUIRE(in_time);
    } catch (const std::runtime_error& error) {
      CHECK(std::string(error.what()) == "from the callback");
      ++thrown;
    }
  }
  CHECK(thrown >= 1);  // the loop keeps the first of each turn
  CHECK(called == 6);
}

TEST_CASE("a transfer moves with its owner") {
  RawServer server(answer_all);
  Http http;
  bool done = false;
  auto first = http.client.start(get(server.url()), [&](Result) { done = true; });
  Transfer second = std::move(first);
  Transfer third;
  third = std::move(second);
  CHECK(uv::run_until(
      http.loop, [&] { return done; }, kPatience));
}

// No timer armed and no descriptor watched, once what is closing has closed.
bool nothing_to_wait_for(uv::Loop& loop) {
  uv_run(loop.native(), UV_RUN_NOWAIT);
  return uv_loop_alive(loop.native()) == 0;
}

TEST_CASE("nothing wakes the loop when nothing is under way") {
  RawServer server(answer_all);
  Http http;
  http.answer(get(server.url()));
  CHECK(nothing_to_wait_for(http.loop));
  http.answer(post(server.url(), "story"));
  CHECK(nothing_to_wait_for(http.loop));
  http.failure(get("http://nowhere.invalid/"));
  CHECK(nothing_to_wait_for(http.loop));

  int turns = 0;
  CHECK_FALSE(uv::run_until(
      http.loop, [&] { return ++turns > 100; }, milliseconds(1000)));
  CHECK(turns == 2);  // at the beginning and at the deadline
}

TEST_CASE("a stalled transfer wakes the loop seldom") {
  RawServer server(stall_somewhere);
  Http http;
  const auto transfer = http.client.start(post(server.url(), "story"), [](Result) { FAIL_CHECK("ended"); });
  REQUIRE(wait_for(http.loop, [&] { return server.requests() == 1; }));
  int turns = 0;
  CHECK_FALSE(uv::run_until(
      http.loop, [&] { return ++turns > 1000; }, milliseconds(1000)));
  CHECK(turns <= 20);
}

TEST_CASE("no proxy is taken from the environment") {
  RawServer server(answer_all);
  RawServer proxy(answer_all);
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  Http http;
  http.answer(get(server.url()));
  ::unsetenv("http_proxy");
  CHECK(server.requests() == 1);
  CHECK(proxy.connections() == 0);
}

}  // namespace
}  // namespace mediumsync::http
