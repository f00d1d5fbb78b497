// What a request to Medium came to, in terms of what may be done next. Total: every answer, and every lack of one, is
// one of these.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace mediumsync::medium {

// The story exists. Id and address are absent when the answer broke off.
struct Published {
  std::optional<std::string> id;
  std::optional<std::string> url;
  std::optional<std::string> note;  // what was odd about the answer, e.g. that it broke off
};

// Provably nothing left this machine: it may be tried again.
struct NotSent {
  enum class Kind { network, certificate } kind = Kind::network;
  std::string reason;
};

// Medium read the request and made nothing of it.
struct Refused {
  enum class Kind {
    post,          // this post will not do
    tags,          // code 6007: it may do without tags
    published_at,  // code 2014: it may do without publishedAt
    author,        // code 6004: the user id is not (or no longer) right
    permission     // this publication, or this status in it, is not for this user
  } kind = Kind::post;
  std::string reason;  // Medium's words
};

// The token will not do: the account is stopped.
struct Unauthorized {
  std::string reason;
};

// Not now: the account waits.
struct Throttled {
  enum class Kind { quota, rate, cloudflare } kind = Kind::quota;
  std::optional<std::chrono::seconds> retry_after;  // clamped to 0 … 24 h
  std::string reason;
};

// The story may or may not exist. Never sent again unasked.
struct InDoubt {
  std::string reason;
};

using Outcome = std::variant<Published, NotSent, Refused, Unauthorized, Throttled, InDoubt>;

}  // namespace mediumsync::medium
