#include "lib/http/multi.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <string>
#include <utility>

namespace mediumsync::http {
namespace {

using std::chrono::milliseconds;

void check(CURLMcode code, const char* doing) {
  if (code != CURLM_OK) throw std::runtime_error(std::string(doing) + ": libcurl: " + curl_multi_strerror(code));
}

void set_up_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error(std::string("set up libcurl: ") + curl_easy_strerror(code));
}

}  // namespace

Transfer::State::State(Client::Multi& owner, uv::Loop& loop, std::function<void(Result)> callback)
    : multi(&owner), on_done(std::move(callback)), deadline(loop, [this] { multi->expire(*this); }) {}

Transfer::State::~State() {
  if (multi != nullptr) multi->cancel(*this);
}

Client::Multi::Multi(uv::Loop& loop, ClientOptions options)
    : loop_(loop),
      options_(std::move(options)),
      timer_(loop, [this] { act(CURL_SOCKET_TIMEOUT, 0); }),
      delivery_(loop, [this] { deliver(); }) {}

Client::Multi::~Multi() {
  if (delivering_ != nullptr) *delivering_ = false;
  while (!running_.empty()) cancel(**running_.begin());
  while (!finished_.empty()) cancel(*finished_.front());
  if (handle_ != nullptr) curl_multi_cleanup(handle_);
}

void Client::Multi::open() {
  if (handle_ != nullptr) return;
  set_up_libcurl();
  handle_ = curl_multi_init();
  if (handle_ == nullptr) throw std::runtime_error("make a libcurl multi handle: out of memory");
  const long parallel = std::max(options_.parallel, 1);
  const long per_host = std::max(options_.per_host, 1);
  curl_multi_setopt(handle_, CURLMOPT_SOCKETFUNCTION, &Multi::on_socket);
  curl_multi_setopt(handle_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(handle_, CURLMOPT_TIMERFUNCTION, &Multi::on_timeout);
  curl_multi_setopt(handle_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(handle_, CURLMOPT_PIPELINING, long{CURLPIPE_NOTHING});
  curl_multi_setopt(handle_, CURLMOPT_MAX_TOTAL_CONNECTIONS, parallel);
  curl_multi_setopt(handle_, CURLMOPT_MAX_HOST_CONNECTIONS, per_host);
  // Those in use count too; what is kept open while idle is memory.
  curl_multi_setopt(handle_, CURLMOPT_MAXCONNECTS, std::max(parallel / 4, per_host));
}

std::unique_ptr<Transfer::State> Client::Multi::start(Request request, std::function<void(Result)> on_done) {
  open();
  auto state = std::make_unique<Transfer::State>(*this, loop_, std::move(on_done));
  if (auto rejected = Exchange::reject(request)) {
    finish(*state, Result(std::move(*rejected)));
    return state;
  }
  state->exchange = std::make_unique<Exchange>(std::move(request), options_);
  (curl_easy_setopt)(state->exchange->easy(), CURLOPT_PRIVATE, state.get());
  check(curl_multi_add_handle(handle_, state->exchange->easy()), "start a transfer");
  running_.insert(state.get());
  state->deadline.start(state->exchange->timeout());
  return state;
}

void Client::Multi::cancel(Transfer::State& state) {
  release(state);
  std::erase(finished_, &state);
  state.multi = nullptr;
}

// libcurl says which socket it waits for, and for what.
int Client::Multi::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) noexcept {
  auto& multi = *static_cast<Multi*>(self);
  try {
    multi.watch(socket, what);
    return 0;
  } catch (...) {
    multi.thrown_ = std::current_exception();
    return -1;
  }
}

void Client::Multi::watch(curl_socket_t socket, int what) {
  if (what == CURL_POLL_REMOVE) {
    sockets_.erase(socket);
    return;
  }
  const auto on_ready = [this, socket](uv::Ready ready) {
    const int bits = static_cast<int>(ready);
    act(socket, ((bits & UV_READABLE) != 0 ? CURL_CSELECT_IN : 0) | ((bits & UV_WRITABLE) != 0 ? CURL_CSELECT_OUT : 0));
  };
  uv::Poll& poll = sockets_.try_emplace(socket, loop_, socket, on_ready).first->second;
  switch (what) {
    case CURL_POLL_IN:
      return poll.watch(uv::Ready::read);
    case CURL_POLL_OUT:
      return poll.watch(uv::Ready::write);
    case CURL_POLL_INOUT:
      return poll.watch(uv::Ready::both);
    default:
      return poll.stop();
  }
}

// libcurl says when it wants to be called again. It is never called from here: it does not bear that.
int Client::Multi::on_timeout(CURLM*, long delay, void* self) noexcept {
  auto& multi = *static_cast<Multi*>(self);
  multi.due_now_ = delay == 0;
  if (delay < 0) {
    multi.timer_.stop();
  } else {
    multi.timer_.start(milliseconds(delay));
  }
  return 0;
}

void Client::Multi::act(curl_socket_t socket, int readiness) {
  drive(socket, readiness);
  deliver();
}

void Client::Multi::drive(curl_socket_t socket, int readiness) {
  if (socket == CURL_SOCKET_TIMEOUT) due_now_ = false;
  int running = 0;
  const CURLMcode code = curl_multi_socket_action(handle_, socket, readiness, &running);
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  check(code, "go on with transfers");
  gather();
}

void Client::Multi::gather() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(handle_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    Transfer::State* state = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &state);
    finish(*state, std::move(*state->exchange).outcome(code));
  }
}

// The loop may have been held up beyond the deadline, with the answer lying in the socket: it is read first.
void Client::Multi::expire(Transfer::State& state) {
  if (!std::exchange(state.looked_once_more, true)) return state.deadline.start(milliseconds(0));
  finish(state, Result(state.exchange->timed_out()));
  deliver();
}

void Client::Multi::finish(Transfer::State& state, Outcome outcome) {
  release(state);
  state.outcome = std::move(outcome);
  finished_.push_back(&state);
  delivery_.start(milliseconds(0));
}

void Client::Multi::release(Transfer::State& state) {
  if (!state.exchange) return;
  state.deadline.stop();
  running_.erase(&state);
  [[maybe_unused]] const CURLMcode code = curl_multi_remove_handle(handle_, state.exchange->easy());
  assert(code == CURLM_OK && "cancelled inside before_send");
  state.exchange.reset();
}

// All that is there, and what the callbacks start gets going in the same turn: thousands of small answers must not wait
// for a timer each. What comes of that in its turn is left to the loop after a few rounds.
void Client::Multi::deliver() {
  constexpr int rounds = 8;
  struct Watch {
    bool*& slot;
    bool alive = true;
    ~Watch() {
      if (alive) slot = nullptr;
    }
  } watch{delivering_};
  delivering_ = &watch.alive;
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t left = finished_.size(); left > 0 && watch.alive && !finished_.empty(); --left) deliver_next();
    if (!watch.alive || !due_now_) return;
    drive(CURL_SOCKET_TIMEOUT, 0);
  }
}

// Ends with the user's callback, after which neither this nor the state need exist.
void Client::Multi::deliver_next() {
  Transfer::State& state = *finished_.front();
  finished_.pop_front();
  // Should the callback throw, the others are delivered all the same.
  if (finished_.empty()) {
    delivery_.stop();
  } else {
    delivery_.start(milliseconds(0));
  }
  state.multi = nullptr;
  const auto on_done = std::move(state.on_done);
  Outcome outcome = std::move(*state.outcome);
  if (const auto* thrown = std::get_if<std::exception_ptr>(&outcome)) std::rethrow_exception(*thrown);
  on_done(std::get<Result>(std::move(outcome)));
}

}  // namespace mediumsync::http
