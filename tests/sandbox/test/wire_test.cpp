#include "sandbox/test/wire.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <thread>

#include "sandbox/process/sandbox_process.hpp"
#include "sandbox/test/posts.hpp"

using namespace mediumsync::sandbox;
using namespace mediumsync::sandbox::test;
using namespace std::chrono_literals;

namespace {

struct Row {
  const char* fault;
  End end;
  int status;  // 0: not a byte of an answer
  std::size_t stored;
};

constexpr std::array<Row, 22> faults{{{"hang_before", End::silence, 0, 0},
                                      {"hang_after", End::silence, 0, 1},
                                      {"reset_before", End::rst, 0, 0},
                                      {"reset_after", End::rst, 0, 1},
                                      {"close_after", End::fin, 0, 1},
                                      {"reset_mid_body", End::rst, 0, 0},
                                      {"reset_mid_answer", End::rst, 201, 1},
                                      {"delay; delay_ms=20", End::answered, 201, 1},
                                      {"slow_drip; delay_ms=1", End::answered, 201, 1},
                                      {"500", End::answered, 500, 0},
                                      {"502", End::answered, 502, 0},
                                      {"503", End::answered, 503, 0},
                                      {"504", End::answered, 504, 0},
                                      {"504; stored=true", End::answered, 504, 1},
                                      {"cf_all", End::answered, 403, 0},
                                      {"429", End::answered, 429, 0},
                                      {"truncated_201", End::answered, 201, 1},
                                      {"not_json_201", End::answered, 201, 1},
                                      {"status_200", End::answered, 200, 1},
                                      {"status_202", End::answered, 202, 1},
                                      {"status_204", End::answered, 204, 1},
                                      {"redirect_307", End::answered, 307, 0}}};

constexpr const char* route = "POST /users/{id}/posts";

SandboxProcess::Json last_request(const SandboxProcess& sandbox) {
  return sandbox.get("/requests").at("requests").back();
}

}  // namespace

TEST_CASE("each fault looks as it should and stores what it should on a fresh and on a used connection") {
  const SandboxProcess sandbox;
  sandbox.post("/settings", {{"quota_limit", 1000}});
  const std::string posts = own_posts(sandbox);
  for (const Row& row : faults) {
    for (const bool used : {false, true}) {
      CAPTURE(std::string{row.fault});
      CAPTURE(used);
      const std::size_t stories = sandbox.stories();
      const std::size_t requests = sandbox.count(route);
      const Wire wire{sandbox.port()};
      if (used) CHECK(wire.ask(request("GET /v1/me")).status() == 200);
      wire.send(request("POST " + posts, a_post(), {std::string{"X-Sandbox-Fault: "} + row.fault}));
      if (row.end == End::silence) CHECK(hangs(sandbox, 1));
      const Seen seen = wire.receive(row.end == End::silence ? 20ms : 5000ms);
      CHECK(seen.end == row.end);
      CHECK(seen.status() == row.status);
      CHECK(sandbox.stories() == stories + row.stored);
      CHECK(sandbox.count(route) == requests + 1);
      CHECK(last_request(sandbox).at("request_on_connection") == (used ? 2 : 1));
      sandbox.remove("/faults");
      CHECK(hangs(sandbox, 0));
    }
  }
}

TEST_CASE("an answer to a fault is not what a client hopes for") {
  const SandboxProcess sandbox;
  const std::string posts = own_posts(sandbox);
  const auto ask = [&](const std::string& fault) {
    const Wire wire{sandbox.port()};
    return wire.ask(request("POST " + posts, a_post(), {"X-Sandbox-Fault: " + fault}));
  };
  CHECK_FALSE(SandboxProcess::Json::accept(ask("truncated_201").body()));
  CHECK(ask("truncated_201; bytes=5").body() == "{\"dat");
  CHECK(ask("not_json_201").has_header("content-type: text/html; charset=utf-8"));
  CHECK(ask("cf_all").has_header("cf-mitigated: challenge"));
  CHECK(ask("429; retry_after=60").has_header("retry-after: 60"));
  CHECK(ask("503; retry_after=soon").has_header("retry-after: soon"));
  CHECK(ask("redirect_307").has_header("location: " + sandbox.base() + posts));
  CHECK(ask("redirect_307; location=http://127.0.0.1:9/x").has_header("location: http://127.0.0.1:9/x"));
  CHECK(ask("reset_mid_answer; bytes=7").body() == "{\"data\"");
  CHECK(ask("no_such_fault").status() == 400);
  CHECK(ask("close_after; delay_ms=30").end == End::fin);
}

TEST_CASE("a planned fault meets as many requests of its area as were asked for") {
  const SandboxProcess sandbox;
  sandbox.post("/faults", {{"fault", "close_after"}, {"count", 2}, {"match", "posts"}});
  const std::string posts = own_posts(sandbox);
  CHECK(Wire{sandbox.port()}.ask(request("GET /v1/me")).status() == 200);
  CHECK(Wire{sandbox.port()}.ask(request("POST " + posts, a_post())).end == End::fin);
  CHECK(Wire{sandbox.port()}.ask(request("POST " + posts, a_post())).end == End::fin);
  CHECK(Wire{sandbox.port()}.ask(request("POST " + posts, a_post())).status() == 201);
  CHECK(sandbox.stories() == 3);
}

TEST_CASE("clearing the faults lets go of what hangs") {
  const SandboxProcess sandbox;
  const Wire wire{sandbox.port()};
  wire.send(request("POST " + own_posts(sandbox), a_post(), {"X-Sandbox-Fault: hang_after"}));
  CHECK(hangs(sandbox, 1));
  sandbox.remove("/faults");
  CHECK(wire.receive(5000ms).end == End::fin);
}

TEST_CASE("a hanging request is cut after its delay or where the edge cuts") {
  const SandboxProcess sandbox;
  const std::string posts = own_posts(sandbox);
  CHECK(
      Wire{sandbox.port()}.ask(request("POST " + posts, a_post(), {"X-Sandbox-Fault: hang_after; delay_ms=20"})).end ==
      End::fin);
  sandbox.post("/settings", {{"edge_cut_ms", 20}});
  CHECK(Wire{sandbox.port()}.ask(request("POST " + posts, a_post(), {"X-Sandbox-Fault: hang_after"})).end == End::fin);
  CHECK(sandbox.stories() == 2);
}

TEST_CASE("a request that is served while the log is cleared does not mix with later ones") {
  const SandboxProcess sandbox;
  const Wire slow{sandbox.port()};
  slow.send(request("GET /v1/me", "", {"X-Sandbox-Fault: 503; delay_ms=60000"}));
  CHECK(hangs(sandbox, 1));
  sandbox.remove("/requests");
  CHECK(Wire{sandbox.port()}.ask(request("GET /v1/me")).status() == 200);
  sandbox.remove("/faults");
  CHECK(slow.receive(5000ms).status() == 503);
  const auto log = sandbox.get("/requests");
  CHECK(log.at("count") == 1);
  CHECK(log.at("requests").at(0).at("status") == 200);
}

TEST_CASE("many hanging requests do not keep others from their answers") {
  const SandboxProcess sandbox;
  const std::string hang = request("GET /v1/me", "", {"X-Sandbox-Fault: hang_before"});
  std::vector<std::unique_ptr<Wire>> hanging;
  for (int i = 0; i < 150; ++i) {
    hanging.push_back(std::make_unique<Wire>(sandbox.port()));
    hanging.back()->send(hang);
  }
  CHECK(hangs(sandbox, 150));
  CHECK(Wire{sandbox.port()}.ask(request("GET /v1/me")).status() == 200);
}

TEST_CASE("the sandbox ends at once though requests hang") {
  SandboxProcess sandbox;
  const Wire wire{sandbox.port()};
  wire.send(request("GET /v1/me", "", {"X-Sandbox-Fault: hang_before"}));
  CHECK(hangs(sandbox, 1));
  const auto before = std::chrono::steady_clock::now();
  CHECK(sandbox.stop() == 0);
  CHECK(std::chrono::steady_clock::now() - before < 5s);
}

TEST_CASE("a body that stops halfway is counted but stores nothing") {
  const SandboxProcess sandbox;
  const std::string posts = own_posts(sandbox);
  {
    const Wire wire{sandbox.port()};
    const std::string whole = request("POST " + posts, a_post());
    wire.send(whole.substr(0, whole.size() - 10));
    CHECK(eventually([&] { return sandbox.count(route) == 1; }));
    CHECK(last_request(sandbox).at("body_complete") == false);
  }
  CHECK(sandbox.stories() == 0);
  CHECK(sandbox.count(route) == 1);
  CHECK(last_request(sandbox).at("status").is_null());
}

TEST_CASE("a revoked token stays revoked") {
  const SandboxProcess sandbox;
  const Wire wire{sandbox.port()};
  CHECK(wire.ask(request("GET /v1/me", "", {"X-Sandbox-Fault: revoke_token"})).status() == 401);
  const Seen seen = wire.ask(request("GET /v1/me"));
  CHECK(seen.status() == 401);
  CHECK(seen.body() == R"({"errors":[{"message":"Token was invalid.","code":6003}]})");
}

TEST_CASE("requests on one connection share its id and others have another") {
  const SandboxProcess sandbox;
  const Wire first{sandbox.port()};
  first.ask(request("GET /v1/me"));
  first.ask(request("GET /v1/me"));
  Wire{sandbox.port()}.ask(request("GET /v1/me"));
  const auto requests = sandbox.get("/requests").at("requests");
  CHECK(requests.at(0).at("connection") == requests.at(1).at("connection"));
  CHECK(requests.at(1).at("request_on_connection") == 2);
  CHECK(requests.at(0).at("connection") != requests.at(2).at("connection"));
}
