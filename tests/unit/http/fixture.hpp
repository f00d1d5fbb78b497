#pragma once

#include <chrono>
#include <doctest/doctest.h>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <variant>

#include "lib/http/client.hpp"
#include "lib/uv/loop.hpp"
#include "lib/uv/timer.hpp"
#include "support/raw_server.hpp"

namespace mediumsync::http {

using std::chrono::milliseconds;
using support::RawConnection;
using support::RawRequest;
using support::RawServer;

inline std::ostream& operator<<(std::ostream& out, Cause cause) {
  return out << "Cause " << static_cast<int>(cause);
}
inline std::ostream& operator<<(std::ostream& out, Sent sent) {
  return out << (sent == Sent::nothing ? "nothing" : "maybe");
}

constexpr milliseconds kPatience{10'000};

// Runs the loop until something is so that other threads decide.
inline bool wait_for(uv::Loop& loop, const std::function<bool()>& predicate) {
  std::optional<uv::Timer> look;
  look.emplace(loop, [&look] { look->start(milliseconds(2)); });
  look->start(milliseconds(2));
  return uv::run_until(loop, predicate, kPatience);
}

inline Request get(std::string url) {
  Request request;
  request.url = std::move(url);
  return request;
}

inline Request post(std::string url, std::string body) {
  Request request;
  request.method = Method::post;
  request.url = std::move(url);
  request.headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer hush-hush"}};
  request.body = std::move(body);
  return request;
}

// A loop and a client on it. Owned by the test.
struct Http {
  explicit Http(ClientOptions options = {.user_agent = "mediumsync-test/1"}) : client(loop, std::move(options)) {}

  Result run(Request request) {
    std::optional<Result> result;
    const Transfer transfer = client.start(std::move(request), [&](Result r) { result = std::move(r); });
    REQUIRE_FALSE(result.has_value());
    REQUIRE(uv::run_until(
        loop, [&] { return result.has_value(); }, kPatience));
    return std::move(*result);
  }

  Response answer(Request request) {
    Result result = run(std::move(request));
    if (const auto* failure = std::get_if<Failure>(&result)) FAIL(failure->message);
    return std::get<Response>(std::move(result));
  }

  Failure failure(Request request) {
    Result result = run(std::move(request));
    REQUIRE(std::holds_alternative<Failure>(result));
    auto failed = std::get<Failure>(std::move(result));
    CHECK_FALSE(failed.message.empty());
    CHECK(failed.message.find("hush-hush") == std::string::npos);
    return failed;
  }

  uv::Loop loop;
  Client client;
};

}  // namespace mediumsync::http
