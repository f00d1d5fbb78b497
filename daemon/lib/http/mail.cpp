#include "lib/http/mail.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <curl/curl.h>
#include <memory>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "core/clause.hpp"
#include "core/text.hpp"
#include "lib/http/exchange.hpp"

namespace mediumsync::http {
namespace {

// For one answer of the server's; also how long its answer to the farewell is waited for.
constexpr long longest_answer_seconds = 10;

void set_up_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error(std::string("set up libcurl: ") + curl_easy_strerror(code));
}

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

// What would be another command or header of the dialogue.
std::optional<std::string> fault_of(const Mail& mail) {
  const auto bare = [](const std::string& address) {
    return !address.empty() && is_one_line(address) && address.find_first_of("<> ") == std::string::npos;
  };
  if (!bare(mail.from) || mail.to.empty() || !std::ranges::all_of(mail.to, bare)) return "an address is no address";
  for (const auto& [name, value] : mail.headers) {
    if (name.empty() || !is_one_line(name) || !is_one_line(value)) return "the header " + name + " is not one line";
  }
  return std::nullopt;
}

// Quoted-printable keeps line breaks only where they are those of mail.
std::string with_crlf(std::string_view text) {
  std::string lines;
  for (const char c : text) {
    if (c == '\n' && !lines.ends_with('\r')) lines += '\r';
    lines += c;
  }
  return lines;
}

// A line with encoded words has 76 characters at the most (RFC 2047 section 2).
std::string folded(std::string_view value) {
  std::string lines;
  for (const char c : value) {
    const bool between = c == ' ' && lines.ends_with("?=");
    lines += between ? std::string("\r\n ") : std::string(1, c);
  }
  return lines;
}

// One message on one libcurl easy handle. Lives on the stack of Mailer::send().
class Dispatch {
 public:
  Dispatch(const Mail& mail, const std::atomic<bool>& stopped);

  MailResult run();

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    set_option(easy_, option, value);
  }
  static void must(bool done) {
    if (!done) throw std::bad_alloc();
  }
  void set_connection();
  void set_envelope();
  void set_message();
  Mime alternatives();
  Mime with_attachments();
  static void fill(curl_mimepart* part, const std::string& bytes, const char* type, const char* encoder);
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept;
  Failure failure(CURLcode code) const;
  std::string message(CURLcode code, const std::string& words) const;

  const Mail& mail_;
  const std::atomic<bool>& stopped_;
  const std::string url_;
  std::array<char, CURL_ERROR_SIZE> words_{};
  List recipients_;
  List headers_;
  Mime mime_;
  Easy easy_;  // the last member: cleaned up while what it points at still stands
};

Dispatch::Dispatch(const Mail& mail, const std::atomic<bool>& stopped)
    : mail_(mail),
      stopped_(stopped),
      url_((mail.security == MailSecurity::tls ? "smtps://" : "smtp://") + mail.server),
      easy_(curl_easy_init()) {
  must(easy_ != nullptr);
  set_connection();
  set_envelope();
  set_message();
}

void Dispatch::set_connection() {
  set(CURLOPT_ERRORBUFFER, words_.data());
  set(CURLOPT_URL, url_.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_PROXY, "");  // also none from the environment
  set(CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_FRESH_CONNECT, 1L);
  set(CURLOPT_FORBID_REUSE, 1L);
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(mail_.timeout.count()));
  set(CURLOPT_SERVER_RESPONSE_TIMEOUT,
      std::clamp(static_cast<long>(mail_.timeout.count() / 1000), 1L, longest_answer_seconds));
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &Dispatch::on_progress);
  set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
  set(CURLOPT_USE_SSL, mail_.security == MailSecurity::none ? long{CURLUSESSL_NONE} : long{CURLUSESSL_ALL});
  if (mail_.ca_file) {
    set(CURLOPT_CAINFO, mail_.ca_file->c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (mail_.login) {
    set(CURLOPT_USERNAME, mail_.login->user.c_str());
    set(CURLOPT_SASL_IR, 1L);  // RFC 4954 section 4: at once
    set(CURLOPT_PASSWORD, mail_.login->password.c_str());
  }
}

void Dispatch::set_envelope() {
  set(CURLOPT_MAIL_FROM, ("<" + mail_.from + ">").c_str());
  for (const std::string& to : mail_.to) append(recipients_, "<" + to + ">");
  set(CURLOPT_MAIL_RCPT, recipients_.get());
}

void Dispatch::fill(curl_mimepart* part, const std::string& bytes, const char* type, const char* encoder) {
  must(part != nullptr && curl_mime_data(part, bytes.data(), bytes.size()) == CURLE_OK &&
       curl_mime_type(part, type) == CURLE_OK && curl_mime_encoder(part, encoder) == CURLE_OK);
}

// The last is the one that is shown where it can be (RFC 2046 section 5.1.4).
Mime Dispatch::alternatives() {
  Mime both(curl_mime_init(easy_.get()));
  must(both != nullptr);
  fill(curl_mime_addpart(both.get()), with_crlf(mail_.text), "text/plain; charset=utf-8", "quoted-printable");
  fill(curl_mime_addpart(both.get()), with_crlf(mail_.page), "text/html; charset=utf-8", "quoted-printable");
  return both;
}

void Dispatch::set_message() {
  mime_ = mail_.attachments.empty() ? alternatives() : with_attachments();
  for (const auto& [name, value] : mail_.headers) append(headers_, name + ": " + folded(value));
  if (mail_.attachments.empty()) append(headers_, "Content-Type: multipart/alternative");  // else it is mixed
  set(CURLOPT_HTTPHEADER, headers_.get());
  set(CURLOPT_MIMEPOST, mime_.get());
}

Mime Dispatch::with_attachments() {
  Mime all(curl_mime_init(easy_.get()));
  must(all != nullptr);
  Mime both = alternatives();
  curl_mimepart* body = curl_mime_addpart(all.get());
  must(body != nullptr && curl_mime_subparts(body, both.get()) == CURLE_OK);
  static_cast<void>(both.release());  // its part has it now
  must(curl_mime_type(body, "multipart/alternative") == CURLE_OK);
  for (const MailAttachment& attachment : mail_.attachments) {
    curl_mimepart* part = curl_mime_addpart(all.get());
    fill(part, attachment.bytes, attachment.content_type.c_str(), "base64");
    must(curl_mime_filename(part, attachment.file_name.c_str()) == CURLE_OK);
  }
  return all;
}

int Dispatch::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
  return static_cast<Dispatch*>(self)->stopped_ ? 1 : 0;
}

MailResult Dispatch::run() {
  const CURLcode code = curl_easy_perform(easy_.get());
  if (code == CURLE_OK) return MailAccepted{};
  return failure(code);
}

Failure Dispatch::failure(CURLcode code) const {
  long reply = 0;
  curl_off_t uploaded = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &reply);
  curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_UPLOAD_T, &uploaded);
  // A server that has said no has not taken the message over (RFC 5321 section 4.2.1).
  const bool refused = reply >= 400;
  const std::string words = core::clause(core::printable(
      core::sanitise_utf8(words_.front() != '\0' ? std::string_view(words_.data()) : curl_easy_strerror(code))));
  return {.cause = cause_of(code),
          .sent = refused || uploaded == 0 ? Sent::nothing : Sent::maybe,
          .message = message(code, words),
          .status = refused ? std::optional(static_cast<int>(reply)) : std::nullopt};
}

std::string Dispatch::message(CURLcode code, const std::string& words) const {
  const std::string peer = "the mail server " + mail_.server;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "could not find the address of " + peer + ": " + words;
    case CURLE_COULDNT_CONNECT:
      return "could not connect to " + peer + ": " + words;
    case CURLE_PEER_FAILED_VERIFICATION:
      return "could not trust the certificate of " + peer + ": " + words;
    case CURLE_USE_SSL_FAILED:
      return peer + " offers no STARTTLS, so nothing was sent";
    case CURLE_LOGIN_DENIED:
      return peer + " refused the user or the password: " + words;
    case CURLE_OPERATION_TIMEDOUT:
      return peer + " took too long: " + words;
    case CURLE_ABORTED_BY_CALLBACK:
      return "stopped while talking to " + peer;
    default:
      return peer + ": " + words;
  }
}

}  // namespace

MailResult Mailer::send(const Mail& mail) const {
  if (auto fault = fault_of(mail)) {
    return Failure{.cause = Cause::other, .sent = Sent::nothing, .message = std::move(*fault), .status = std::nullopt};
  }
  set_up_libcurl();
  return Dispatch(mail, stopped_).run();
}

}  // namespace mediumsync::http
