// A mail server that keeps what it is given, and fails where a test says so.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "support/raw_server.hpp"

namespace mediumsync::support {

// One message that was taken over.
struct ReceivedMail {
  std::string from;  // of the envelope, as MAIL FROM has it
  std::vector<std::string> to;
  std::optional<std::string> login;  // AUTH PLAIN's words, in base64
  std::string text;                  // headers and body, each line with CRLF, dots unstuffed

  // Of the message, unfolded.
  std::string header(const std::string& name) const {
    const std::size_t begin = ("\r\n" + text).find("\r\n" + name + ": ");
    if (begin == std::string::npos || begin > text.find("\r\n\r\n")) return {};
    std::string value;
    for (std::size_t at = begin + name.size() + 2;;) {
      const std::size_t end = text.find("\r\n", at);
      value += text.substr(at, end - at);
      if (end == std::string::npos || text[end + 2] != ' ') return value;
      at = end + 2;
    }
  }
};

// Owned by the test. `fault` is asked before each answer, with the connection's number (from 1) and the line it is to:
// what it gives is said instead, and "" ends the connection. The message itself has the line ".".
class SmtpServer {
 public:
  using Fault = std::function<std::optional<std::string>(std::size_t connection, const std::string& line)>;

  explicit SmtpServer(Fault fault = {}, std::string extensions = "")
      : fault_(std::move(fault)),
        extensions_(std::move(extensions)),
        server_([this](RawConnection& connection) { serve(connection); }) {}

  std::uint16_t port() const { return server_.port(); }
  std::string address() const { return "127.0.0.1:" + std::to_string(server_.port()); }
  std::size_t connections() const { return server_.connections(); }
  std::vector<ReceivedMail> received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }

 private:
  void serve(RawConnection& connection) {
    ReceivedMail mail;
    if (!connection.send("220 mail.example ready\r\n")) return;
    while (const auto line = connection.read_line()) {
      const bool data = *line == "DATA";
      auto instead = fault_ ? fault_(connection.number(), *line) : std::nullopt;
      const std::string answer = instead ? *instead : answer_to(*line, mail);
      if (answer.empty() || !connection.send(answer + "\r\n")) return;
      if (data && answer.starts_with("354") && !take(connection, mail)) return;
      if (*line == "QUIT") return;
    }
  }

  std::string answer_to(const std::string& line, ReceivedMail& mail) const {
    if (line.starts_with("EHLO")) return "250-mail.example\r\n" + extensions_ + "250 SIZE 10000000";
    if (line.starts_with("AUTH PLAIN ")) mail.login = line.substr(11);
    if (line.starts_with("AUTH")) return "235 welcome";
    if (line.starts_with("MAIL FROM:")) mail.from = line.substr(10);
    if (line.starts_with("RCPT TO:")) mail.to.push_back(line.substr(8));
    if (line == "DATA") return "354 go ahead";
    return line == "QUIT" ? "221 bye" : "250 ok";
  }

  // false when the connection is over.
  bool take(RawConnection& connection, ReceivedMail& mail) {
    while (const auto line = connection.read_line()) {
      if (*line != ".") {
        mail.text += (line->starts_with('.') ? line->substr(1) : *line) + "\r\n";
        continue;
      }
      const auto instead = fault_ ? fault_(connection.number(), ".") : std::nullopt;
      if (instead) return !instead->empty() && connection.send(*instead + "\r\n");
      const std::lock_guard lock(mutex_);
      received_.push_back(mail);
      return connection.send("250 taken\r\n");
    }
    return false;
  }

  Fault fault_;
  std::string extensions_;
  mutable std::mutex mutex_;
  std::vector<ReceivedMail> received_;
  RawServer server_;  // the last member: its threads use the others
};

}  // namespace mediumsync::support
