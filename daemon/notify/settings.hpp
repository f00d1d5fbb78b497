// Who is told, of what, and how.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/expected.hpp"
#include "lib/http/mail.hpp"
#include "notify/payload.hpp"

namespace mediumsync::notify {

// Reads a secret whenever it is needed, so that a changed file counts at once; or says why it can't be had.
using ReadSecret = std::function<core::Expected<std::string, std::string>()>;

struct Webhook {
  std::string url;
  Format format = Format::json;
  ReadSecret secret;  // empty: not signed
};

struct MailBox {
  std::vector<std::string> to;
  std::string from;
  std::string server;  // "host" or "host:port"
  http::MailSecurity security = http::MailSecurity::tls;
  std::optional<std::string> user;
  ReadSecret password;  // of the user
};

struct Program {
  std::vector<std::string> words;
};

struct Receiver {
  std::string name;
  std::chrono::milliseconds timeout{10'000};  // for one try
  std::variant<Webhook, MailBox, Program> way;
};

}  // namespace mediumsync::notify
