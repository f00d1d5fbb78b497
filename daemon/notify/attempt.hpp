// One try to tell one receiver.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lib/http/client.hpp"
#include "lib/http/mail.hpp"
#include "lib/uv/job.hpp"
#include "lib/uv/process.hpp"
#include "notify/notice.hpp"
#include "notify/settings.hpp"

namespace mediumsync::notify {

struct Arrived {};

// Why not, with what would help.
struct NotArrived {
  enum class Perhaps { no, yes };  // yes: the receiver may have it all the same
  std::string reason;
  Perhaps perhaps = Perhaps::no;
  std::optional<std::chrono::seconds> asked_pause;
};

using Outcome = std::variant<Arrived, NotArrived>;

// What attempts are made with. Owned by the composition root.
struct Means {
  uv::Loop& loop;
  http::Client& http;
  const http::Mailer& mailer;
};

// What is sent, made of a message. Pure, so that it can be looked at; only the secrets are read.
core::Expected<http::Request, std::string> request_for(const Webhook& webhook, const Message& message);
core::Expected<http::Mail, std::string> mail_for(const MailBox& box, const Message& message,
                                                 const std::vector<Attachment>& attachments);
uv::Command command_for(const Program& program, const Message& message);

// A transfer, a mail on another thread, or a child process. Owned by the notifier; destroying it cancels (a mail that
// is being sent is not told of any more).
class Attempt {
 public:
  // `on_done` is called once, from the loop, never before the constructor returns; it may destroy this.
  Attempt(const Means& means, const Receiver& receiver, const Message& message,
          const std::vector<Attachment>& attachments, std::function<void(Outcome)> on_done);
  ~Attempt();
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

 private:
  void start(const Means& means, const Webhook& webhook, const Message& message);
  void start(const Means& means, const Program& program, const Message& message);
  void start(const Means& means, const MailBox& box, const Message& message,
             const std::vector<Attachment>& attachments);
  void tell(Outcome outcome);
  void tell_soon(Outcome outcome);

  std::chrono::milliseconds timeout_;
  std::function<void(Outcome)> on_done_;
  struct Later;
  std::unique_ptr<Later> later_;
  http::Transfer transfer_;
  std::optional<uv::Job> mail_;
  std::optional<uv::Process> process_;
};

}  // namespace mediumsync::notify
