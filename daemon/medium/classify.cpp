#include "medium/classify.hpp"

#include <nlohmann/json.hpp>
#include <string_view>

#include "core/clause.hpp"
#include "core/text.hpp"

namespace mediumsync::medium {
namespace {

using nlohmann::json;

constexpr std::size_t shown_reason = 300;

// Medium's first error object; both parts are absent in answers that are not Medium's.
struct ApiError {
  std::optional<std::string> message;
  std::optional<std::int64_t> code;
};

ApiError read_error(const std::string& body) {
  const json answer = json::parse(body, nullptr, false);
  if (!answer.is_object()) return {};
  const auto errors = answer.find("errors");
  if (errors == answer.end() || !errors->is_array() || errors->empty() || !errors->front().is_object()) return {};
  ApiError error;
  const json& first = errors->front();
  if (const auto message = first.find("message"); message != first.end() && message->is_string()) {
    error.message = core::cut_on_word(core::clause(core::printable(message->get<std::string>())), shown_reason);
  }
  if (const auto code = first.find("code"); code != first.end() && code->is_number_integer())
    error.code = code->get<std::int64_t>();
  return error;
}

std::string describe(int status, const ApiError& error) {
  std::string text = "Medium answered " + std::to_string(status);
  if (error.code) text += " (code " + std::to_string(*error.code) + ")";
  if (error.message) text += ": " + *error.message;
  return text;
}

bool is_cloudflare(const http::Response& response) {
  if (response.header("cf-mitigated")) return true;
  const auto type = response.header("content-type");
  return type && type->find("text/html") != std::string::npos &&
         response.body.find("Just a moment") != std::string::npos;
}

Outcome classify_forbidden(const http::Response& response, const ApiError& error) {
  if (is_cloudflare(response)) {
    return Throttled{
        Throttled::Kind::cloudflare, response.retry_after(),
        "Cloudflare stands before Medium and asks for a browser; it judges this machine's address, not the token"};
  }
  if (error.code == 6002 || error.code == 6027) return Unauthorized{describe(response.status, error)};
  if (error.code == 6004) return Refused{Refused::Kind::author, describe(response.status, error)};
  return Refused{Refused::Kind::permission, describe(response.status, error)};
}

Outcome classify_client_error(const http::Response& response) {
  const ApiError error = read_error(response.body);
  const std::string reason = describe(response.status, error);
  if (response.status == 401) {
    if (error.code == 6004) return Refused{Refused::Kind::author, reason};
    return Unauthorized{reason};
  }
  if (response.status == 403) return classify_forbidden(response, error);
  if (response.status == 429) {
    const bool daily = error.code == -1 || error.code == 1007;
    return Throttled{daily ? Throttled::Kind::quota : Throttled::Kind::rate, response.retry_after(), reason};
  }
  if (is_cloudflare(response)) return classify_forbidden(response, error);
  // Not Medium's words: whatever answers there is not its API. Asking /me tells, before any post is blamed.
  if (response.status == 404 && !error.message)
    return Refused{Refused::Kind::author, reason + "; is the account's `api` right?"};
  if (response.status == 408) return InDoubt{reason + ": it did not wait for the whole request, or so it says"};
  switch (error.code.value_or(0)) {
    case 6004:
      return Refused{Refused::Kind::author, reason};
    case 6007:
      return Refused{Refused::Kind::tags, reason};
    case 2014:
      return Refused{Refused::Kind::published_at, reason};
    default:
      return Refused{Refused::Kind::post, reason};
  }
}

}  // namespace

Outcome classify_refusal(const http::Response& response) {
  if (response.status >= 400 && response.status < 500) return classify_client_error(response);
  const std::string answered = "Medium answered " + std::to_string(response.status);
  if (response.status >= 300 && response.status < 400) {
    const auto target = response.header("location");
    return InDoubt{answered + ", a redirect" + (target ? " to " + core::printable(*target) : std::string()) +
                   "; it was not followed, so the token went nowhere else. Check the account's `api`"};
  }
  if (response.status >= 500) return InDoubt{answered + ": the story may have been made before that"};
  return InDoubt{answered + " where 201 was due"};
}

Outcome classify_lack(const http::Failure& failure) {
  if (failure.sent == http::Sent::maybe) return InDoubt{failure.message};
  return NotSent{failure.cause == http::Cause::certificate ? NotSent::Kind::certificate : NotSent::Kind::network,
                 failure.message};
}

}  // namespace mediumsync::medium
