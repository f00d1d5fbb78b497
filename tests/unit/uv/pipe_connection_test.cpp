#include <csignal>
#include <doctest/doctest.h>
#include <memory>
#include <stdexcept>
#include <thread>
#include <unistd.h>
#include <vector>

#include "lib/uv/pipe_server.hpp"
#include "unit/uv/pipe_client.hpp"
#include "unit/uv/temporary_directory.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;
using test::PipeClient;
using test::TemporaryDirectory;

namespace {

// A server at a path of its own that keeps each connection, and its callbacks as `serve` says.
class Server {
 public:
  using Serve = std::function<uv::PipeConnection::Callbacks(std::unique_ptr<uv::PipeConnection>&)>;

  explicit Server(Serve serve)
      : serve_(std::move(serve)), server_(loop, path(), 0600, [this](std::unique_ptr<uv::PipeConnection> connection) {
          auto& kept = connections.emplace_back(std::make_unique<Kept>(std::move(connection)));
          (*kept)->set_callbacks(serve_(*kept));
        }) {}

  std::string path() const { return directory_ / "s"; }

  // A client whom the server has accepted.
  PipeClient client() {
    const std::size_t before = connections.size();
    PipeClient made(path());
    REQUIRE(uv::run_until(
        loop, [&] { return connections.size() > before; }, 10s));
    return made;
  }
  std::unique_ptr<uv::PipeConnection>& connection() { return *connections.front(); }

  uv::Loop loop;

 private:
  using Kept = std::unique_ptr<uv::PipeConnection>;
  TemporaryDirectory directory_;
  Serve serve_;

 public:
  std::vector<std::unique_ptr<Kept>> connections;

 private:
  uv::PipeServer server_;
};

uv::PipeConnection::Callbacks echo(std::unique_ptr<uv::PipeConnection>& connection) {
  return {.on_read = [&connection](std::string_view bytes) { connection->write(std::string(bytes)); },
          .on_close = [&connection] { connection.reset(); }};
}

// What one connection was told.
struct Told {
  std::string read;
  int closed = 0;
  int drained = 0;
  Server::Serve record() {
    return [this](auto&) {
      return uv::PipeConnection::Callbacks{.on_read = [this](std::string_view bytes) { read += bytes; },
                                           .on_close = [this] { ++closed; },
                                           .on_drained = [this] { ++drained; }};
    };
  }
};

std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 % 251);
  return bytes;
}

}  // namespace

TEST_CASE("two hundred clients get their own bytes back") {
  Server server(echo);
  std::vector<PipeClient> clients;
  for (int i = 0; i < 200; ++i) clients.push_back(server.client());
  for (int round = 1; round <= 3; ++round) {
    for (std::size_t i = 0; i < clients.size(); ++i) clients[i].send(std::to_string(i) + ";");
    for (std::size_t i = 0; i < clients.size(); ++i) {
      std::string expected;
      for (int sent = 0; sent < round; ++sent) expected += std::to_string(i) + ";";
      REQUIRE(uv::run_until(
          server.loop, [&] { return clients[i].received().size() >= expected.size(); }, 10s));
      CHECK(clients[i].received() == expected);
    }
  }
  clients.clear();
  CHECK(uv::run_until(
      server.loop,
      [&] {
        for (const auto& kept : server.connections) {
          if (*kept) return false;
        }
        return true;
      },
      10s));
}

TEST_CASE("a server knows who its peer is") {
  Server server(echo);
  const PipeClient client = server.client();
  const auto peer = server.connection()->peer();
  REQUIRE(peer.has_value());
  CHECK(peer->pid == ::getpid());
  CHECK(peer->uid == ::getuid());
  CHECK(peer->gid == ::getgid());
}

TEST_CASE("eight mebibytes arrive whole and in order") {
  Told told;
  Server server(told.record());
  PipeClient client = server.client();
  const std::string sent = pattern(8 * 1024 * 1024);
  server.connection()->write(sent.substr(0, 10));
  server.connection()->write(sent.substr(10, 3'000'000));
  server.connection()->write(sent.substr(3'000'010));
  CHECK(server.connection()->unwritten() > 0);
  CHECK(told.drained == 0);
  REQUIRE(uv::run_until(
      server.loop, [&] { return client.received().size() >= sent.size(); }, 30s));
  CHECK((client.received() == sent));
  REQUIRE(uv::run_until(
      server.loop, [&] { return told.drained == 1; }, 10s));
  CHECK(server.connection()->unwritten() == 0);
}

TEST_CASE("that everything was written is told from the loop and not before write returns") {
  Told told;
  Server server(told.record());
  PipeClient client = server.client();
  server.connection()->write("one");
  server.connection()->write("two");
  CHECK(client.received() == "onetwo");
  CHECK(told.drained == 0);
  REQUIRE(uv::run_until(
      server.loop, [&] { return told.drained == 1; }, 10s));
  server.connection()->write("");
  CHECK_FALSE(uv::run_until(
      server.loop, [&] { return told.drained > 1; }, 5ms));
}

TEST_CASE("a client that never reads holds up nobody and what it has not taken is counted") {
  Server server(echo);
  PipeClient greedy = server.client();
  const std::string bulk = pattern(1024 * 1024);
  for (int i = 0; i < 10; ++i) server.connection()->write(bulk);
  CHECK(server.connection()->unwritten() > 9 * bulk.size());
  CHECK(server.connection()->unwritten() < 10 * bulk.size());
  PipeClient other = server.client();
  other.send("hello");
  CHECK(uv::run_until(
      server.loop, [&] { return other.received() == "hello"; }, 10s));
  CHECK(server.connection()->unwritten() > 9 * bulk.size());
  CHECK(uv::run_until(
      server.loop, [&] { return greedy.received().size() == 10 * bulk.size(); }, 30s));
  CHECK(uv::run_until(
      server.loop, [&] { return server.connection()->unwritten() == 0; }, 10s));
}

TEST_CASE("a client that never stops sending holds up nobody") {
  Server server(echo);
  PipeClient flooder = server.client();
  std::thread flood([&] {
    const std::string bulk = pattern(256 * 1024);
    while (flooder.try_send(bulk)) continue;
  });
  PipeClient other(server.path());
  other.send("hello");
  const auto answered = [&] {
    flooder.received();  // makes room for more
    return other.received() == "hello";
  };
  CHECK(uv::run_until(server.loop, answered, 10s));
  server.connection().reset();
  flood.join();
}

TEST_CASE("a client that goes is told once and writing to it does no harm") {
  std::signal(SIGPIPE, SIG_DFL);
  Told told;
  Server server(told.record());
  PipeClient client = server.client();
  client.send("last words");
  client.hang_up();
  server.connection()->write("to nobody");
  server.connection()->write("to nobody again");
  REQUIRE(uv::run_until(
      server.loop, [&] { return told.closed == 1; }, 10s));
  server.connection()->write("still nobody");
  CHECK(server.connection()->unwritten() == 0);
  CHECK_FALSE(uv::run_until(
      server.loop, [&] { return told.closed > 1 || told.drained > 0; }, 5ms));
}

TEST_CASE("what a client sent before it went is read") {
  Told told;
  Server server(told.record());
  PipeClient client = server.client();
  const std::string sent = pattern(150'000);  // more than one turn's
  SUBCASE("with all read that was sent to it") {}
  // Then the kernel reports an error of the socket, ahead of the bytes.
  SUBCASE("with something left unread") {
    server.connection()->write("never read");
  }
  client.send(sent);
  client.hang_up();
  REQUIRE(uv::run_until(
      server.loop, [&] { return told.closed == 1; }, 10s));
  CHECK((told.read == sent));
}

TEST_CASE("a client that goes while it owes reading is told although reading is paused") {
  Told told;
  Server server(told.record());
  PipeClient client = server.client();
  server.connection()->pause_reading();
  server.connection()->write(pattern(4 * 1024 * 1024));
  client.hang_up();
  CHECK(uv::run_until(
      server.loop, [&] { return told.closed == 1; }, 10s));
  CHECK(server.connection()->unwritten() == 0);
}

TEST_CASE("a client that only stops sending still gets its answer") {
  Told told;
  Server server(told.record());
  PipeClient client = server.client();
  const std::string answer = pattern(4 * 1024 * 1024);
  server.connection()->write(answer);
  client.stop_sending();
  int turns = 0;
  const auto ended = [&] { return ++turns, told.closed > 0; };
  CHECK_FALSE(uv::run_until(server.loop, ended, 50ms));
  CHECK(turns < 20);  // the end, which is there to read all the time, does not keep the loop busy
  REQUIRE(uv::run_until(
      server.loop, [&] { return client.received().size() == answer.size(); }, 30s));
  REQUIRE(uv::run_until(server.loop, ended, 10s));
  CHECK(told.drained == 1);
}

TEST_CASE("a paused connection reads nothing until it is resumed") {
  Told told;
  Server server(told.record());
  PipeClient client = server.client();
  server.connection()->pause_reading();
  client.send("hello");
  CHECK_FALSE(uv::run_until(
      server.loop, [&] { return !told.read.empty(); }, 5ms));
  server.connection()->resume_reading();
  CHECK(uv::run_until(
      server.loop, [&] { return told.read == "hello"; }, 10s));
}

TEST_CASE("a client of a destroyed connection has what was written and then the end at once") {
  Told told;
  Server server(told.record());
  PipeClient client = server.client();
  server.connection()->write("goodbye");
  server.connection().reset();
  CHECK(client.at_end());
  CHECK(client.received() == "goodbye");
}

TEST_CASE("a connection may be destroyed inside each of its callbacks") {
  using Callbacks = uv::PipeConnection::Callbacks;
  int calls = 0;
  const auto end = [&calls](std::unique_ptr<uv::PipeConnection>& connection) {
    connection.reset();
    ++calls;
  };
  const std::vector<std::pair<const char*, Server::Serve>> cases{
      {"on_read", [&](auto& own) { return Callbacks{.on_read = [&](std::string_view) { end(own); }}; }},
      {"on_close", [&](auto& own) { return Callbacks{.on_close = [&] { end(own); }}; }},
      {"on_drained", [&](auto& own) { return Callbacks{.on_drained = [&] { end(own); }}; }},
      {"all", [&](auto& own) {
         return Callbacks{.on_read = [&](std::string_view) { end(own); },
                          .on_close = [&] { end(own); },
                          .on_drained = [&] { end(own); }};
       }}};
  for (const auto& [name, serve] : cases) {
    CAPTURE(name);
    calls = 0;
    Server server(serve);
    PipeClient client = server.client();
    client.send("hello");
    client.stop_sending();
    server.connection()->write("hello");
    CHECK(uv::run_until(
        server.loop, [&] { return calls == 1; }, 10s));
    CHECK_FALSE(uv::run_until(
        server.loop, [&] { return calls > 1; }, 2ms));
  }
}

TEST_CASE("what a connection's callbacks throw comes out of run") {
  using Callbacks = uv::PipeConnection::Callbacks;
  const auto fail = [] { throw std::runtime_error("dropped the line"); };
  const std::vector<std::pair<const char*, Server::Serve>> cases{
      {"on_read", [&](auto&) { return Callbacks{.on_read = [&](std::string_view) { fail(); }}; }},
      {"on_close", [&](auto&) { return Callbacks{.on_close = fail}; }},
      {"on_drained", [&](auto&) { return Callbacks{.on_drained = fail}; }}};
  for (const auto& [name, serve] : cases) {
    CAPTURE(name);
    Server server(serve);
    PipeClient client = server.client();
    client.send("hello");
    client.stop_sending();
    server.connection()->write("hello");
    CHECK_THROWS_WITH_AS(server.loop.run(), "dropped the line", std::runtime_error);
  }
}
