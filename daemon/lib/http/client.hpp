// HTTP over libcurl's multi interface on the loop. A Transfer is owned by whoever waits for it; destroying it cancels.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lib/uv/loop.hpp"

namespace mediumsync::http {

using Header = std::pair<std::string, std::string>;

enum class Method { get, post };
enum class Addresses {
  public_only,
  any
};  // public_only: loopback, private, link-local, … are refused after resolution
enum class Redirects { refuse, follow };  // follow: at most 10, http and https only, addresses judged at each hop

// One part of a multipart/form-data body (RFC 7578).
struct FormPart {
  std::string name;
  std::string file_name;
  std::string content_type;
  std::string bytes;
};

// `before_send` runs once the connection stands (TLS done) and before the first byte of the request leaves, inside
// libcurl's PREREQ callback: it may commit an intent and nothing else (not even cancel its own transfer). It is called
// once at the most. When it throws, nothing is sent and Loop::run() throws that; `on_done` is then never called.
// A POST always goes on a fresh connection, is never sent twice and never follows a redirect.
struct Request {
  Method method = Method::get;
  std::string url;
  std::vector<Header> headers;
  std::variant<std::monostate, std::string, FormPart> body;
  std::chrono::milliseconds timeout{30'000};  // for the whole transfer, from start(): waiting for a connection counts
  std::chrono::milliseconds connect_timeout{15'000};
  std::size_t max_body = 16U << 20;  // decoded bytes
  Addresses addresses = Addresses::any;
  Redirects redirects = Redirects::refuse;
  std::function<void()> before_send;
};

// An answer that arrived whole.
struct Response {
  int status = 0;
  std::vector<Header> headers;  // of the last answer; names in lower case
  std::string body;
  std::string url;                           // where it came from, after redirects
  std::optional<std::string> permanent_url;  // where a chain of only 301 and 308 led, when there was one

  std::optional<std::string> header(std::string_view lower_case_name) const;

  // Retry-After (RFC 9110 section 10.2.3), clamped to 0 … 24 h; its date form as far as the server's own clock (Date)
  // tells how long that is.
  std::optional<std::chrono::seconds> retry_after() const;

  // Cache-Control's max-age (RFC 9111 section 5.2.2.1), clamped to 0 … 24 h.
  std::optional<std::chrono::seconds> max_age() const;
};

// Why there is no (whole) answer.
enum class Cause {
  bad_url,
  resolve,          // the name is unknown or the resolver down
  connect,          // refused, unreachable, timed out or cut off while connecting
  certificate,      // TLS came up, the peer could not be believed
  tls,              // the handshake failed otherwise
  address_refused,  // Addresses::public_only and the name led elsewhere
  timeout,          // no whole answer in time; or, of a GET, under 10 bytes a second for 30 seconds
  too_large,        // max_body, or too many headers (256 KiB)
  too_many_redirects,
  connection_lost,  // closed or reset after the request left
  protocol,         // an answer that is not HTTP
  other
};

enum class Sent {
  nothing,  // provably: the PREREQ callback never let it go, so no byte of the request left
  maybe     // some or all of the request left
};

struct Failure {
  Cause cause = Cause::other;
  Sent sent = Sent::maybe;
  std::string message;        // for people, with libcurl's own words; one line, nothing of the request's headers
  std::optional<int> status;  // of an answer that broke off after its headers
};

using Result = std::variant<Response, Failure>;

class Client;

// A request under way. Destroying it cancels; the callback is not called after that.
class Transfer {
 public:
  Transfer() = default;
  Transfer(Transfer&& other) noexcept;
  Transfer& operator=(Transfer&& other) noexcept;
  ~Transfer();

 private:
  friend class Client;
  struct State;
  explicit Transfer(State* state) : state_(state) {}
  State* state_ = nullptr;
};

struct ClientOptions {
  std::string user_agent;
  int parallel = 32;  // connections in all
  int per_host = 2;
  std::optional<std::string> ca_file;  // else the system's
};

// A multi handle of its own: connections, DNS and TLS sessions are shared with nobody else. Owned by the composition
// root; may be destroyed at any time, also inside a callback: what is under way is cancelled. Its loop outlives its
// transfers. **Throws** std::runtime_error (also in start()) when libcurl cannot be set up.
class Client {
 public:
  Client(uv::Loop& loop, ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // `on_done` is called from the loop, never before start() returns and never inside libcurl. It may start, cancel and
  // destroy anything.
  [[nodiscard]] Transfer start(Request request, std::function<void(Result)> on_done);

 private:
  friend class Transfer;
  struct Multi;
  std::unique_ptr<Multi> multi_;
};

}  // namespace mediumsync::http
