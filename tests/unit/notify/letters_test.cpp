#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>

#include "messages.hpp"
#include "notify/attempt.hpp"

namespace mediumsync::notify {
namespace {

std::optional<std::string> header(const std::vector<http::Header>& headers, const std::string& name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return std::nullopt;
}

ReadSecret secret(const std::string& text) {
  return [text]() -> core::Expected<std::string, std::string> { return text; };
}
const ReadSecret no_secret = []() -> core::Expected<std::string, std::string> {
  return core::Unexpected<std::string>("it is not there");
};

TEST_CASE("a webhook is signed and tells repeats by an id") {
  const auto request =
      request_for({"https://hook.example/", Format::json, secret("key")}, message(notice(Topic::failed)));
  REQUIRE(request);
  CHECK(header(request->headers, "Idempotency-Key") == "0123456789abcdef");
  CHECK(header(request->headers, "X-Mediumsync-Signature") == signature("key", std::get<std::string>(request->body)));
  CHECK(request->redirects == http::Redirects::refuse);
  CHECK(request->addresses == http::Addresses::any);
}

TEST_CASE("a webhook without a secret is not signed and one whose secret is gone is not sent") {
  const Message one = message(notice(Topic::failed));
  CHECK_FALSE(header(request_for({"https://hook.example/"}, one)->headers, "X-Mediumsync-Signature"));
  CHECK(request_for({"https://hook.example/", Format::json, no_secret}, one).error() == "it is not there");
}

TEST_CASE("a mail has what mail programs want and the same id each time") {
  MailBox box{.to = {"jane@example.org", "joe@example.org"}, .from = "daemon@example.org", .server = "mail"};
  const auto mail = mail_for(box, message(notice(Topic::failed, "Grüße")), {{"kit.html", "text/html", "kit"}});
  REQUIRE(mail);
  CHECK(header(mail->headers, "To") == "jane@example.org, joe@example.org");
  CHECK(header(mail->headers, "Subject") == "=?UTF-8?B?RmFpbGVkOiBHcsO8w59l?=");
  CHECK(header(mail->headers, "Date") == "Fri, 15 Jan 2027 08:00:00 +0000");
  CHECK(header(mail->headers, "Message-ID") == "<0123456789abcdef.mediumsync@example.org>");
  CHECK(header(mail->headers, "Auto-Submitted") == "auto-generated");
  CHECK(mail->attachments.size() == 1);
  CHECK_FALSE(mail->login);
}

TEST_CASE("a mail's password is read when it is needed") {
  MailBox box{.to = {"jane@example.org"}, .from = "daemon@example.org", .server = "mail"};
  box.user = "jane";
  box.password = secret("hush");
  const Message one = message(notice(Topic::failed));
  CHECK(mail_for(box, one, {})->login->password == "hush");
  box.password = no_secret;
  CHECK(mail_for(box, one, {}).error() == "it is not there");
}

TEST_CASE("a program gets its words within limits and nothing of what systemd tells the daemon") {
  ::setenv("NOTIFY_SOCKET", "/run/secret", 1);
  ::setenv("CREDENTIALS_DIRECTORY", "/run/credentials", 1);
  const uv::Command command = command_for({{"tell", "$(id)"}}, message(notice(Topic::failed)));
  ::unsetenv("NOTIFY_SOCKET");
  ::unsetenv("CREDENTIALS_DIRECTORY");
  CHECK(command.words.front() == "prlimit");
  CHECK(command.words.back() == "$(id)");
  CHECK(std::ranges::none_of(command.environment, [](const std::string& one) {
    return one.starts_with("NOTIFY_SOCKET") || one.starts_with("CREDENTIALS");
  }));
  CHECK(command.input == to_json(message(notice(Topic::failed))) + "\n");
}

}  // namespace
}  // namespace mediumsync::notify
