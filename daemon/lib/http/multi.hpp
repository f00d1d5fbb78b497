// Private to http/: libcurl's multi handle on the loop, and what a Transfer holds on to.
#pragma once

#include <curl/curl.h>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_set>

#include "lib/http/client.hpp"
#include "lib/http/exchange.hpp"
#include "lib/uv/loop.hpp"
#include "lib/uv/poll.hpp"
#include "lib/uv/timer.hpp"

namespace mediumsync::http {

// A transfer from start() until its Transfer is destroyed, which owns it. `multi` is null once its callback was called
// or its client is gone.
struct Transfer::State {
  State(Client::Multi& owner, uv::Loop& loop, std::function<void(Result)> callback);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Client::Multi* multi;
  std::function<void(Result)> on_done;
  std::unique_ptr<Exchange> exchange;  // while libcurl is at it
  std::optional<Outcome> outcome;      // after that, until it is delivered
  uv::Timer deadline;
  bool looked_once_more = false;
};

// The multi handle with its sockets and its timer on the loop. Owned by its Client. Callbacks of users run in deliver()
// alone, at the very end of a callback of the loop: they may destroy all of it.
struct Client::Multi {
 public:
  Multi(uv::Loop& loop, ClientOptions options);
  ~Multi();
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;

  std::unique_ptr<Transfer::State> start(Request request, std::function<void(Result)> on_done);
  void cancel(Transfer::State& state);
  void expire(Transfer::State& state);

 private:
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* unused) noexcept;
  static int on_timeout(CURLM* handle, long milliseconds, void* self) noexcept;

  void open();
  void watch(curl_socket_t socket, int what);
  void act(curl_socket_t socket, int readiness);
  void drive(curl_socket_t socket, int readiness);
  void gather();
  void finish(Transfer::State& state, Outcome outcome);
  void release(Transfer::State& state);
  void deliver();
  void deliver_next();

  uv::Loop& loop_;
  ClientOptions options_;
  CURLM* handle_ = nullptr;     // made for the first transfer
  uv::Timer timer_;             // libcurl's
  bool due_now_ = false;        // what libcurl wants of it is to be called at once
  uv::Timer delivery_;          // of what did not end in a callback of the loop's
  bool* delivering_ = nullptr;  // on the stack of deliver(): false once this is gone
  std::map<curl_socket_t, uv::Poll> sockets_;
  std::unordered_set<Transfer::State*> running_;
  std::deque<Transfer::State*> finished_;
  std::exception_ptr thrown_;  // inside libcurl, by the loop's own classes
};

}  // namespace mediumsync::http
