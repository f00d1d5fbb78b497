#include "notify/payload.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "lib/crypto/hmac.hpp"
#include "notify/mail_header.hpp"
#include "notify/wording.hpp"

namespace mediumsync::notify {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t listed = 100;  // events of a digest

Json text_or_null(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json(nullptr);
}

Json to_json(const PostView& post) {
  return {{"id", post.id.value},
          {"title", post.title},
          {"state", core::to_string(post.state)},
          {"status", core::to_string(post.status)},
          {"account", post.account},
          {"source", post.source},
          {"url", text_or_null(post.url)},
          {"canonical_url", text_or_null(post.canonical_url)}};
}

Json to_json(const Notice& notice) {
  return {{"event", to_string(notice.topic)}, {"reminder", notice.occasion == Occasion::reminder},
          {"sequence", notice.event},         {"at", core::format_rfc3339(notice.at)},
          {"detail", notice.detail},          {"post", notice.post ? to_json(*notice.post) : Json(nullptr)}};
}

// What is not UTF-8 by then would make the library throw.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Slack's three (https://api.slack.com/reference/surfaces/formatting#escaping).
std::string slack_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string priority_of(Urgency urgency) {
  switch (urgency) {
    case Urgency::low:
      return "2";
    case Urgency::normal:
      return "3";
    case Urgency::high:
      return "4";
  }
  return "3";
}

Payload slack(const Message& message) {
  const Wording words = wording(message);
  const std::string text = "*" + slack_escaped(words.title) + "*\n" + slack_escaped(plain_text(words));
  return {.body = dump({{"text", text}}), .headers = {{"Content-Type", "application/json"}}};
}

Payload ntfy(const Message& message) {
  const Wording words = wording(message);
  Payload payload{.body = plain_text(words),
                  .headers = {{"Content-Type", "text/plain; charset=utf-8"},
                              {"Title", encoded_words(words.title)},
                              {"Priority", priority_of(urgency(message))},
                              {"Tags", "mediumsync"}}};
  if (words.link) payload.headers.emplace_back("Click", encoded_words(*words.link));
  return payload;
}

}  // namespace

std::string to_json(const Message& message) {
  const Wording words = wording(message);
  const bool digest = message.is_digest();
  const Notice& last = message.notices.back();
  Json json{{"id", message.id},
            {"event", digest ? std::string_view("digest") : to_string(last.topic)},
            {"at", core::format_rfc3339(last.at)},
            {"title", words.title},
            {"text", words.title + "\n" + plain_text(words)}};
  if (digest) {
    Json events = Json::array();
    for (const Notice& notice : message.notices) {
      if (events.size() < listed) events.push_back(to_json(notice));
    }
    json["count"] = static_cast<std::int64_t>(message.notices.size()) + message.beyond;
    json["events"] = std::move(events);
  } else {
    json.update(to_json(last));
  }
  return dump(json);
}

Payload payload(const Message& message, Format format) {
  switch (format) {
    case Format::json:
      return {.body = to_json(message), .headers = {{"Content-Type", "application/json"}}};
    case Format::slack:
      return slack(message);
    case Format::ntfy:
      return ntfy(message);
  }
  return {};
}

std::string signature(std::string_view secret, std::string_view body) {
  return "sha256=" + crypto::hmac_sha256_hex(secret, body);
}

}  // namespace mediumsync::notify
