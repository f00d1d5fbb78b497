#include "lib/http/mail.hpp"

#include <doctest/doctest.h>
#include <thread>

#include "fixture.hpp"
#include "support/certificate.hpp"
#include "support/smtp_server.hpp"
#include "support/temporary_directory.hpp"
#include "support/tls_front.hpp"

namespace mediumsync::http {
namespace {

using support::SmtpServer;

Mail mail_to(const SmtpServer& server) {
  Mail mail{.server = server.address(), .security = MailSecurity::none, .from = "daemon@example.org"};
  mail.to = {"jane@example.org", "joe@example.org"};
  mail.headers = {
      {"Subject", "Hello"}, {"Comments", "=?UTF-8?B?R3I=?= =?UTF-8?B?R3I=?="}, {"Message-ID", "<1@example.org>"}};
  mail.text = "First line\n.\n..two dots\nÄ\n";
  mail.page = "<p>First line</p>\n";
  mail.timeout = milliseconds(5'000);
  return mail;
}

Failure failure_of(const Mail& mail) {
  const MailResult result = Mailer().send(mail);
  REQUIRE(std::holds_alternative<Failure>(result));
  return std::get<Failure>(result);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a mail arrives whole in two forms") {
  const SmtpServer server;
  CHECK(std::holds_alternative<MailAccepted>(Mailer().send(mail_to(server))));
  REQUIRE(server.received().size() == 1);
  const support::ReceivedMail mail = server.received().front();
  CHECK(mail.from.starts_with("<daemon@example.org>"));
  CHECK(mail.to == std::vector<std::string>{"<jane@example.org>", "<joe@example.org>"});
  CHECK(mail.header("Subject") == "Hello");
  CHECK(contains(mail.text, "Comments: =?UTF-8?B?R3I=?=\r\n =?UTF-8?B?R3I=?=\r\n"));
  CHECK(mail.header("Message-ID") == "<1@example.org>");
  CHECK(mail.header("Content-Type").starts_with("multipart/alternative"));
  CHECK(contains(mail.text, "text/plain; charset=utf-8"));
  CHECK(contains(mail.text, "\r\n.\r\n..two dots\r\n=C3=84\r\n"));
  CHECK(contains(mail.text, "text/html; charset=utf-8"));
  CHECK(mail.text.find("text/plain") < mail.text.find("text/html"));
}

TEST_CASE("an attachment goes along with its name") {
  const SmtpServer server;
  Mail mail = mail_to(server);
  mail.attachments = {{"kit.html", "text/html", std::string("\0\xff", 2)}};
  CHECK(std::holds_alternative<MailAccepted>(Mailer().send(mail)));
  const std::string text = server.received().at(0).text;
  CHECK(server.received().at(0).header("Content-Type").starts_with("multipart/mixed"));
  CHECK(contains(text, "multipart/alternative"));
  CHECK(contains(text, "filename=\"kit.html\""));
  CHECK(contains(text, "\r\nAP8=\r\n"));
}

TEST_CASE("a login is used where the server takes one") {
  const SmtpServer server({}, "250-AUTH PLAIN\r\n");
  Mail mail = mail_to(server);
  mail.login = MailLogin{"jane", "secret"};
  CHECK(std::holds_alternative<MailAccepted>(Mailer().send(mail)));
  CHECK(server.received().at(0).login == "AGphbmUAc2VjcmV0");
}

TEST_CASE("a failure tells whether the message may have arrived") {
  struct Row {
    const char* what;
    std::string at;      // the line that is answered otherwise
    std::string answer;  // "": the connection ends
    Sent sent;
    std::optional<int> status;
  };
  for (const Row& row : {Row{"a sender that is refused", "MAIL", "550 no", Sent::nothing, 550},
                         Row{"a recipient that is refused", "RCPT", "451 later", Sent::nothing, 451},
                         Row{"a message that is refused", ".", "552 too large", Sent::nothing, 552},
                         Row{"gone before the message", "DATA", "", Sent::nothing, std::nullopt},
                         Row{"gone after the message", ".", "", Sent::maybe, std::nullopt}}) {
    CAPTURE(row.what);
    const SmtpServer server([&](std::size_t, const std::string& line) -> std::optional<std::string> {
      return line.starts_with(row.at) ? std::optional(row.answer) : std::nullopt;
    });
    const Failure failure = failure_of(mail_to(server));
    CAPTURE(failure.message);
    CHECK(failure.sent == row.sent);
    CHECK(failure.status == row.status);
    CHECK(contains(failure.message, "the mail server 127.0.0.1:"));
    CHECK(server.received().empty());
    CHECK(server.connections() == 1);
  }
}

TEST_CASE("without the TLS that is asked for nothing is said") {
  const SmtpServer server;
  Mail mail = mail_to(server);
  mail.security = MailSecurity::starttls;
  const Failure failure = failure_of(mail);
  CHECK(failure.sent == Sent::nothing);
  CHECK(contains(failure.message, "offers no STARTTLS"));
}

TEST_CASE("a mail goes encrypted to a server whose certificate is believed and to no other") {
  using support::TlsFront;
  const support::TemporaryDirectory directory;
  const support::SelfSigned certificate("IP:127.0.0.1");
  certificate.write_certificate((directory / "ca.pem").string());
  for (const bool starttls : {false, true}) {
    CAPTURE(starttls);
    const SmtpServer server({}, "250-AUTH PLAIN\r\n");
    const TlsFront front(certificate, server.port(), starttls ? TlsFront::Begin::starttls : TlsFront::Begin::tls);
    Mail mail = mail_to(server);
    mail.server = front.address();
    mail.security = starttls ? MailSecurity::starttls : MailSecurity::tls;
    mail.login = MailLogin{"jane", "hush-hush"};
    CHECK(failure_of(mail).cause == Cause::certificate);
    CHECK(server.received().empty());
    mail.ca_file = (directory / "ca.pem").string();
    CHECK(std::holds_alternative<MailAccepted>(Mailer().send(mail)));
    CHECK(server.received().size() == 1);
  }
}

TEST_CASE("a password that is refused is said without it") {
  const SmtpServer server(
      [](std::size_t, const std::string& line) -> std::optional<std::string> {
        return line.starts_with("AUTH") ? std::optional<std::string>("535 no") : std::nullopt;
      },
      "250-AUTH PLAIN\r\n");
  Mail mail = mail_to(server);
  mail.login = MailLogin{"jane", "hush-hush"};
  const Failure failure = failure_of(mail);
  CHECK(contains(failure.message, "refused the user or the password"));
  CHECK_FALSE(contains(failure.message, "hush"));
}

TEST_CASE("no header and no address begins another line") {
  const SmtpServer server;
  for (const int place : {0, 1, 2, 3}) {
    CAPTURE(place);
    Mail mail = mail_to(server);
    if (place == 0) mail.headers.front().second = "Hello\r\nBcc: everybody@example.org";
    if (place == 1) mail.to.front() = "jane@example.org>\r\nRCPT TO:<everybody@example.org";
    if (place == 2) mail.from = "daemon@example.org\n";
    if (place == 3) mail.to.clear();
    CHECK(failure_of(mail).sent == Sent::nothing);
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("a server that stalls is left when the time is up or when it is to end") {
  RawServer server([](RawConnection& connection) { connection.stall(); });
  Mail mail{.server = "127.0.0.1:" + std::to_string(server.port()), .security = MailSecurity::none};
  mail.from = "daemon@example.org";
  mail.to = {"jane@example.org"};
  SUBCASE("time") {
    mail.timeout = milliseconds(300);
    CHECK(contains(failure_of(mail).message, "took too long"));
  }
  SUBCASE("end") {
    Mailer mailer;
    std::optional<MailResult> result;
    std::thread sending([&] { result = mailer.send(mail); });
    while (server.connections() == 0) std::this_thread::yield();
    mailer.stop();
    sending.join();
    CHECK(contains(std::get<Failure>(*result).message, "stopped"));
  }
}

}  // namespace
}  // namespace mediumsync::http
