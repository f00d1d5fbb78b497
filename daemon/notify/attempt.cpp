#include "notify/attempt.hpp"

#include <utility>

#include "core/clause.hpp"
#include "core/text.hpp"
#include "lib/uv/timer.hpp"

namespace mediumsync::notify {
namespace {

constexpr std::size_t longest_reason = 300;

NotArrived not_arrived(std::string reason, NotArrived::Perhaps perhaps = NotArrived::Perhaps::no) {
  return {.reason = std::move(reason), .perhaps = perhaps, .asked_pause = std::nullopt};
}

std::string first_line(std::string_view text) {
  return core::printable(core::cut_on_word(core::clause(text.substr(0, text.find('\n'))), longest_reason));
}

NotArrived::Perhaps perhaps(http::Sent sent) {
  return sent == http::Sent::nothing ? NotArrived::Perhaps::no : NotArrived::Perhaps::yes;
}

std::string advice_on(int status) {
  if (status >= 300 && status < 400) return "; it is not followed: configure the address that it leads to";
  if (status == 401 || status == 403) return "; look at the address and what it asks for";
  if (status == 404 || status == 410) return "; nobody listens there: look at the address";
  return "";
}

Outcome outcome_of(const http::Result& result) {
  if (const auto* failure = std::get_if<http::Failure>(&result))
    return not_arrived(failure->message, perhaps(failure->sent));
  const auto& response = std::get<http::Response>(result);
  if (response.status >= 200 && response.status < 300) return Arrived{};
  NotArrived failed = not_arrived("it answered " + std::to_string(response.status) + advice_on(response.status));
  if (!core::is_blank(response.body)) failed.reason += " (" + first_line(core::sanitise_utf8(response.body)) + ")";
  failed.asked_pause = response.retry_after();
  return failed;
}

Outcome outcome_of(const http::MailResult& result) {
  if (const auto* failure = std::get_if<http::Failure>(&result))
    return not_arrived(failure->message, perhaps(failure->sent));
  return Arrived{};
}

// What a program that did not end well has done is not known: only its own word for it counts, an exit status.
struct WhyNot {
  const uv::Ran& ran;
  const std::string& program;
  std::chrono::milliseconds timeout;

  NotArrived operator()(const uv::NotStarted& failure) const {
    return not_arrived("could not be started: " + failure.why.message());
  }
  NotArrived operator()(const uv::Exited& exited) const {
    constexpr int no_such_program = 127;  // as prlimit and shells say it
    if (exited.status == no_such_program && !uv::is_installed(program))
      return not_arrived(program + " is not there, or can't be run");
    std::string reason = "exited with status " + std::to_string(exited.status);
    if (!core::is_blank(ran.errors)) reason += ": " + first_line(core::sanitise_utf8(ran.errors));
    return not_arrived(std::move(reason));
  }
  NotArrived operator()(const uv::Signalled& signalled) const {
    return not_arrived("was ended by signal " + std::to_string(signalled.signal) +
                           " (it may use 256 MiB of memory and 60 s of the processor)",
                       NotArrived::Perhaps::yes);
  }
  NotArrived operator()(const uv::TimedOut&) const {
    return not_arrived("took longer than " + std::to_string(timeout.count()) + " ms", NotArrived::Perhaps::yes);
  }
  NotArrived operator()(const uv::Flooded&) const {
    return not_arrived("wrote more than 64 KiB to its standard output", NotArrived::Perhaps::yes);
  }
};

Outcome outcome_of(const uv::Ran& ran, const std::string& program, std::chrono::milliseconds timeout) {
  const auto* exited = std::get_if<uv::Exited>(&ran.end);
  if (exited != nullptr && exited->status == 0) return Arrived{};
  return std::visit(WhyNot{ran, program, timeout}, ran.end);
}

}  // namespace

// An outcome that is known before anything was begun, for the loop's next turn.
struct Attempt::Later {
  Later(uv::Loop& loop, std::function<void()> callback) : timer(loop, std::move(callback)) {}
  uv::Timer timer;
  std::optional<Outcome> outcome;
};

Attempt::Attempt(const Means& means, const Receiver& receiver, const Message& message,
                 const std::vector<Attachment>& attachments, std::function<void(Outcome)> on_done)
    : timeout_(receiver.timeout),
      on_done_(std::move(on_done)),
      later_(std::make_unique<Later>(means.loop, [this] { tell(std::move(*later_->outcome)); })) {
  if (const auto* box = std::get_if<MailBox>(&receiver.way)) {
    start(means, *box, message, attachments);
  } else if (const auto* program = std::get_if<Program>(&receiver.way)) {
    start(means, *program, message);
  } else {
    start(means, std::get<Webhook>(receiver.way), message);
  }
}

Attempt::~Attempt() = default;

void Attempt::start(const Means& means, const Webhook& webhook, const Message& message) {
  auto request = request_for(webhook, message);
  if (!request) return tell_soon(not_arrived(request.error()));
  request->timeout = timeout_;
  request->connect_timeout = timeout_;
  transfer_ = means.http.start(std::move(*request), [this](const http::Result& result) { tell(outcome_of(result)); });
}

void Attempt::start(const Means& means, const MailBox& box, const Message& message,
                    const std::vector<Attachment>& attachments) {
  auto mail = mail_for(box, message, attachments);
  if (!mail) return tell_soon(not_arrived(mail.error()));
  mail->timeout = timeout_;
  mail_.emplace(means.loop,
                std::function([&mailer = means.mailer, mail = std::move(*mail)] { return mailer.send(mail); }),
                std::function([this](http::MailResult result) { tell(outcome_of(result)); }));
}

void Attempt::start(const Means& means, const Program& program, const Message& message) {
  uv::Command command = command_for(program, message);
  command.timeout = timeout_;
  process_.emplace(means.loop, std::move(command),
                   [this, name = program.words.front()](const uv::Ran& ran) { tell(outcome_of(ran, name, timeout_)); });
}

void Attempt::tell_soon(Outcome outcome) {
  later_->outcome = std::move(outcome);
  later_->timer.start(std::chrono::milliseconds(0));
}

// The receiver may destroy this.
void Attempt::tell(Outcome outcome) {
  const auto on_done = std::exchange(on_done_, {});
  on_done(std::move(outcome));
}

}  // namespace mediumsync::notify
