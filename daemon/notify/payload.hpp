// A message as programs read it: JSON, and its other spellings for receivers with wishes of their own. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/http/client.hpp"
#include "notify/notice.hpp"

namespace mediumsync::notify {

enum class Format {
  json,   // everything; `text` and `title` are for people, so that what understands Slack's messages shows it too
  slack,  // Slack's own and nothing else: only `text`, in its markup
  ntfy    // the text itself, the rest in ntfy's headers
};

// {id, event, at, title, text, …}; a digest has `events`, one that tells of one event `post` and `detail`.
std::string to_json(const Message& message);

struct Payload {
  std::string body;
  std::vector<http::Header> headers;  // Content-Type among them
};
Payload payload(const Message& message, Format format);

// "sha256=" and the HMAC-SHA-256 of the body alone, as GitHub signs its webhooks. The body has an id and a time, by
// which a receiver tells a repeat.
std::string signature(std::string_view secret, std::string_view body);

}  // namespace mediumsync::notify
