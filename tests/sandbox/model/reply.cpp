#include "sandbox/model/reply.hpp"

#include <utility>

namespace mediumsync::sandbox {
namespace {

constexpr std::string_view json_type = "application/json; charset=utf-8";

}  // namespace

Reply data_reply(int status, Json data) {
  Json body;
  body["data"] = std::move(data);
  return {status, std::string{json_type}, body.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

Reply error_reply(int status, int code, std::string_view message) {
  Json error;
  error["message"] = message;
  error["code"] = code;
  Json body;
  body["errors"] = Json::array({error});
  return {status, std::string{json_type}, body.dump(), {}};
}

Reply html_reply(int status, std::string body) {
  return {status, "text/html; charset=utf-8", std::move(body), {}};
}

Reply redirect_reply(int status, std::string location) {
  return {status, "text/html; charset=utf-8", "", {{"location", std::move(location)}}};
}

Reply cloudflare_challenge() {
  Reply reply = html_reply(403,
                           "<!DOCTYPE html><html lang=\"en-US\"><head><title>Just a moment...</title>"
                           "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\">"
                           "<meta name=\"robots\" content=\"noindex,nofollow\"></head><body>"
                           "<div class=\"main-wrapper\" role=\"main\"><div class=\"main-content\">"
                           "<noscript>Enable JavaScript and cookies to continue</noscript></div></div>"
                           "</body></html>\n");
  reply.content_type = "text/html; charset=UTF-8";
  reply.headers.emplace_back("cf-mitigated", "challenge");
  reply.headers.emplace_back("cf-ray", "8f0c0ffee0ddba11-AMS");
  return reply;
}

Reply gateway_error(int status) {
  const std::string_view title = status == 502   ? "502: Bad gateway"
                                 : status == 503 ? "503: Service Temporarily Unavailable"
                                 : status == 504 ? "504: Gateway time-out"
                                                 : "500: Internal server error";
  return html_reply(status, "<!DOCTYPE html><html><head><title>medium.com | " + std::string{title} +
                                "</title></head><body><h1>" + std::string{title} + "</h1></body></html>\n");
}

}  // namespace mediumsync::sandbox
