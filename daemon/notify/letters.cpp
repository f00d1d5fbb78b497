// A message, dressed for its way.
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "notify/attempt.hpp"
#include "notify/mail_header.hpp"
#include "notify/wording.hpp"

extern char** environ;

namespace mediumsync::notify {
namespace {

std::string domain_of(const std::string& address) {
  const std::size_t at = address.rfind('@');
  return at == std::string::npos ? "localhost" : address.substr(at + 1);
}

std::string joined(const std::vector<std::string>& addresses) {
  std::string text;
  for (const std::string& address : addresses) text += (text.empty() ? "" : ", ") + address;
  return text;
}

// The daemon's own, but for what systemd tells it alone.
std::vector<std::string> environment() {
  constexpr std::array own{"NOTIFY_SOCKET=", "WATCHDOG_", "LISTEN_", "CREDENTIALS_DIRECTORY=", "INVOCATION_ID="};
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    bool passed = true;
    for (const std::string_view prefix : own) passed = passed && !text.starts_with(prefix);
    if (passed) variables.emplace_back(text);
  }
  return variables;
}

}  // namespace

core::Expected<http::Request, std::string> request_for(const Webhook& webhook, const Message& message) {
  http::Request request;
  request.method = http::Method::post;
  request.url = webhook.url;
  request.max_body = 64U << 10;
  Payload made = payload(message, webhook.format);
  request.headers = std::move(made.headers);
  request.headers.emplace_back("Idempotency-Key", message.id);
  request.headers.emplace_back("X-Mediumsync-Id", message.id);
  if (webhook.secret) {
    const auto secret = webhook.secret();
    if (!secret) return core::Unexpected<std::string>(secret.error());
    request.headers.emplace_back("X-Mediumsync-Signature", signature(*secret, made.body));
  }
  request.body = std::move(made.body);
  return request;
}

core::Expected<http::Mail, std::string> mail_for(const MailBox& box, const Message& message,
                                                 const std::vector<Attachment>& attachments) {
  const Wording words = wording(message);
  http::Mail mail{.server = box.server, .security = box.security, .from = box.from, .to = box.to};
  mail.headers = {{"From", "mediumsync <" + box.from + ">"},
                  {"To", joined(box.to)},
                  {"Subject", encoded_words(words.title)},
                  {"Date", mail_date(message.notices.back().at)},
                  {"Message-ID", "<" + message.id + ".mediumsync@" + domain_of(box.from) + ">"},
                  {"Auto-Submitted", "auto-generated"}};  // RFC 3834: nobody's holiday answers it
  mail.text = plain_text(words);
  mail.page = html_page(words);
  for (const Attachment& attachment : attachments)
    mail.attachments.push_back({attachment.file_name, attachment.content_type, attachment.bytes});
  if (box.user) {
    const auto password = box.password();
    if (!password) return core::Unexpected<std::string>(password.error());
    mail.login = http::MailLogin{*box.user, *password};
  }
  return mail;
}

uv::Command command_for(const Program& program, const Message& message) {
  uv::Command command;
  command.words = {"prlimit", "--data=268435456", "--cpu=60", "--core=0", "--nofile=256", "--"};  // bytes, seconds
  command.words.insert(command.words.end(), program.words.begin(), program.words.end());
  command.environment = environment();
  command.input = to_json(message) + "\n";
  command.max_output = 64U << 10;
  return command;
}

}  // namespace mediumsync::notify
