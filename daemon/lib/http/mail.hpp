// Mail by SMTP over libcurl. Blocking, for another thread: libcurl waits for the answer to its farewell (QUIT) inside
// of whatever it was called for, which the loop could not bear.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lib/http/client.hpp"

namespace mediumsync::http {

struct MailAttachment {
  std::string file_name;
  std::string content_type;
  std::string bytes;
};

enum class MailSecurity {
  none,      // in clear
  starttls,  // TLS before anything is said (RFC 3207), or nothing is sent
  tls        // from the first byte on (RFC 8314)
};

struct MailLogin {
  std::string user;
  std::string password;
};

// One message to all of its recipients, or to none. Text and page are the same in two forms.
struct Mail {
  std::string server;  // "host" or "host:port"
  MailSecurity security = MailSecurity::tls;
  std::optional<MailLogin> login;
  std::string from;  // bare addresses (RFC 5321's Mailbox)
  std::vector<std::string> to;
  std::vector<Header> headers;  // From, To, Subject, …: as they are to be sent, in ASCII; not those of MIME
  std::string text;
  std::string page;
  std::vector<MailAttachment> attachments;
  std::chrono::milliseconds timeout{30'000};  // for all of it
  std::optional<std::string> ca_file;         // else the system's
};

struct MailAccepted {};  // the server has taken it over
using MailResult = std::variant<MailAccepted, Failure>;

// Sends mail, each over a connection of its own. Owned by the composition root, outlives the loop whose jobs send. Its
// verbs may be called from any thread.
class Mailer {
 public:
  // Waits until the server has answered or the time is up. A failure's status is the server's reply code where it gave
  // one; Sent::nothing: the message was not taken over for certain. **Throws** std::runtime_error when libcurl cannot
  // be set up.
  MailResult send(const Mail& mail) const;
  // What is being sent ends soon, and nothing is sent any more.
  void stop() { stopped_ = true; }

 private:
  std::atomic<bool> stopped_ = false;
};

}  // namespace mediumsync::http
