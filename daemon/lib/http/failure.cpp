// Why an exchange has no answer, in our words and libcurl's. Never what the request's headers say: they may carry a
// token.
#include <algorithm>
#include <cctype>
#include <system_error>

#include "core/clause.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "lib/http/exchange.hpp"

namespace mediumsync::http {

Cause cause_of(CURLcode code) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
      return Cause::bad_url;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Cause::resolve;
    case CURLE_COULDNT_CONNECT:
      return Cause::connect;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return Cause::certificate;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ENGINE_INITFAILED:
      return Cause::tls;
    case CURLE_OPERATION_TIMEDOUT:
      return Cause::timeout;
    case CURLE_TOO_MANY_REDIRECTS:
      return Cause::too_many_redirects;
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
      return Cause::connection_lost;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return Cause::protocol;
    default:
      return Cause::other;
  }
}

namespace {

std::string in_words(std::chrono::milliseconds span) {
  if (span.count() % 1000 == 0) return std::to_string(span.count() / 1000) + " s";
  return std::to_string(span.count()) + " ms";
}

bool is_field_text(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

bool is_field_name(std::string_view name) {  // a token, RFC 9110 section 5.6.2
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

}  // namespace

std::optional<Failure> Exchange::reject(const Request& request) {
  const auto nothing_sent = [](Cause cause, std::string message) {
    return Failure{.cause = cause, .sent = Sent::nothing, .message = std::move(message), .status = std::nullopt};
  };
  if (!is_field_text(request.url) || !core::is_web_url(request.url)) {
    return nothing_sent(Cause::bad_url, "not an http or https URL");
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_field_name(name)) return nothing_sent(Cause::other, "a header's name is not a word");
    if (!is_field_text(value)) return nothing_sent(Cause::other, "the header " + name + " has more than one line");
  }
  if (const auto* part = std::get_if<FormPart>(&request.body)) {
    if (!is_field_text(part->name) || !is_field_text(part->file_name) || !is_field_text(part->content_type)) {
      return nothing_sent(Cause::other, "a name in the form has more than one line");
    }
  }
  return std::nullopt;
}

Failure Exchange::timed_out() const {
  const std::string span = in_words(request_.timeout);
  std::string message = requests_ == 0     ? "could not connect to " + peer() + " within " + span
                        : answer_.status() ? "the answer of " + peer() + " was not whole within " + span
                                           : "no answer from " + peer() + " within " + span;
  return {.cause = Cause::timeout, .sent = sent(), .message = std::move(message), .status = answer_.status()};
}

Failure Exchange::failure(CURLcode code) const {
  const std::string words = core::clause(core::printable(
      core::sanitise_utf8(words_.front() != '\0' ? std::string_view(words_.data()) : curl_easy_strerror(code))));
  const auto failed = [&](Cause cause, std::string message) {
    return Failure{.cause = cause, .sent = sent(), .message = std::move(message), .status = answer_.status()};
  };

  if (answer_.overflow() == Answer::Overflow::body) {
    return failed(Cause::too_large,
                  "the answer of " + peer() + " has more than " + std::to_string(request_.max_body) + " bytes");
  }
  // A single line beyond libcurl's own bound of 100 KiB is "out of memory" to it.
  const bool endless_line = code == CURLE_OUT_OF_MEMORY && requests_ > 0 && !answer_.status();
  if (answer_.overflow() == Answer::Overflow::headers || endless_line) {
    return failed(Cause::too_large, "the answer of " + peer() + " has too many headers");
  }
  if (refused_address_ && (code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK)) {
    return failed(Cause::address_refused, peer() + " leads to " + *refused_address_ + ", not to a public address");
  }
  if (resend_refused_) {
    return failed(Cause::connection_lost, "connection to " + peer() + " lost; the request was not sent again");
  }
  // libcurl's word for HTTP/0.9 too, where no answer has begun.
  if (code == CURLE_UNSUPPORTED_PROTOCOL && requests_ == answer_.count()) {
    return failed(Cause::bad_url, "redirected to what is neither http nor https: " + words);
  }
  const Cause cause = cause_of(code);
  if (requests_ == 0 && cause == Cause::timeout) {
    return failed(Cause::connect,
                  "could not connect to " + peer() + " within " + in_words(request_.connect_timeout) + ": " + words);
  }
  if (requests_ == 0 && cause == Cause::connection_lost) {
    return failed(Cause::connect, "connection to " + peer() + " lost at once: " + words);
  }
  return failed(cause, message(cause, words));
}

std::string Exchange::message(Cause cause, const std::string& words) const {
  switch (cause) {
    case Cause::resolve:
      return "could not find the address of " + peer() + ": " + words;
    case Cause::connect: {
      long error = 0;
      curl_easy_getinfo(easy(), CURLINFO_OS_ERRNO, &error);
      return "could not connect to " + peer() + ": " +
             (error != 0 ? std::generic_category().message(static_cast<int>(error)) : words);
    }
    case Cause::timeout:
      return "the answer of " + peer() + " came too slowly: " + words;
    case Cause::certificate:
      return "could not trust the certificate of " + peer() + ": " + words;
    case Cause::tls:
      return "no TLS with " + peer() + ": " + words;
    case Cause::connection_lost:
      return "connection to " + peer() + " lost: " + words;
    case Cause::too_many_redirects:
      return "redirected too often: " + words;
    default:
      return peer() + ": " + words;
  }
}

std::string Exchange::effective_url() const {
  const char* url = nullptr;
  curl_easy_getinfo(easy(), CURLINFO_EFFECTIVE_URL, &url);
  return url != nullptr ? url : request_.url;
}

// "host:port" of the hop that failed.
std::string Exchange::peer() const {
  struct Free {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
    void operator()(char* text) const { curl_free(text); }
  };
  const std::unique_ptr<CURLU, Free> url(curl_url());
  char* host = nullptr;
  char* port = nullptr;
  if (!url || curl_url_set(url.get(), CURLUPART_URL, effective_url().c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
      curl_url_get(url.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK) {
    return "the server";
  }
  const std::unique_ptr<char, Free> host_owner(host);
  curl_url_get(url.get(), CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);
  const std::unique_ptr<char, Free> port_owner(port);
  std::string text = core::printable(core::sanitise_utf8(host));
  if (port != nullptr) text.append(1, ':').append(port);
  return text;
}

}  // namespace mediumsync::http
