#include "lib/http/exchange.hpp"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <new>
#include <stdexcept>
#include <sys/socket.h>
#include <utility>

#include "core/text.hpp"
#include "lib/http/address.hpp"

namespace mediumsync::http {
namespace {

constexpr long kMaxRedirects = 10;
constexpr long kSlowBytesPerSecond = 10;
constexpr long kSlowSeconds = 30;

bool has_field(const std::vector<Header>& headers, std::string_view lower_case_name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const Header& header) { return core::ascii_lower(header.first) == lower_case_name; });
}

}  // namespace

Exchange::Exchange(Request request, const ClientOptions& options)
    : request_(std::move(request)), answer_(request_.max_body), easy_(curl_easy_init()) {
  if (!easy_) throw std::runtime_error("make a libcurl handle: out of memory");
  set_connection(options);
  set_callbacks();
  if (request_.method == Method::post) {
    set_post();
  } else {
    set_get();
  }
  set_headers();
}

Exchange::~Exchange() = default;

Outcome Exchange::outcome(CURLcode code) && {
  if (thrown_) return thrown_;
  // A connection closed inside the headers is no error to libcurl.
  if (code == CURLE_OK && !answer_.status()) code = CURLE_PARTIAL_FILE;
  if (code != CURLE_OK) return Result(failure(code));
  return Result(std::move(answer_).response(effective_url()));
}

void Exchange::set_connection(const ClientOptions& options) {
  set(CURLOPT_ERRORBUFFER, words_.data());
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(CURLOPT_PROXY, "");  // also none from the environment
  set(CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // cancelling must not wait for a resolver thread
  set(CURLOPT_TCP_NODELAY, 1L);
  // One protocol to reason about: what is in doubt, where the bounds are, what a cancelled transfer closes. HTTP/2
  // would add connections that several requests share, and requests that libcurl repeats when a stream is refused.
  set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout.count()));
  if (!options.user_agent.empty()) set(CURLOPT_USERAGENT, options.user_agent.c_str());
  if (options.ca_file) {
    set(CURLOPT_CAINFO, options.ca_file->c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
}

void Exchange::set_callbacks() {
  set(CURLOPT_HEADERFUNCTION, &Exchange::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_WRITEFUNCTION, &Exchange::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_PREREQFUNCTION, &Exchange::on_connected);
  set(CURLOPT_PREREQDATA, static_cast<void*>(this));
  set(CURLOPT_OPENSOCKETFUNCTION, &Exchange::on_open_socket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
}

void Exchange::set_get() {
  assert(std::holds_alternative<std::monostate>(request_.body) && "a GET has no body");
  set(CURLOPT_HTTPGET, 1L);
  // Not zstd, whose window may be 128 MiB.
  set(CURLOPT_ACCEPT_ENCODING, "gzip, br");
  // Not on a POST: what Medium takes its time over is in doubt only when `timeout` has passed.
  set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytesPerSecond);
  set(CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
  if (request_.redirects == Redirects::follow) {
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kMaxRedirects);
  }
}

void Exchange::set_post() {
  set(CURLOPT_POST, 1L);
  // A reused connection that dies is libcurl's reason to send again, unasked.
  set(CURLOPT_FRESH_CONNECT, 1L);
  set(CURLOPT_FORBID_REUSE, 1L);
  if (const auto* part = std::get_if<FormPart>(&request_.body)) return set_form(*part);
  const auto* body = std::get_if<std::string>(&request_.body);
  set(CURLOPT_POSTFIELDS, body != nullptr ? body->c_str() : "");
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body != nullptr ? body->size() : 0));
}

// The bytes are handed over from where they lie: libcurl would copy them.
void Exchange::set_form(const FormPart& part) {
  mime_.reset(curl_mime_init(easy_.get()));
  curl_mimepart* mime_part = mime_ ? curl_mime_addpart(mime_.get()) : nullptr;
  if (mime_part == nullptr || curl_mime_name(mime_part, part.name.c_str()) != CURLE_OK ||
      curl_mime_filename(mime_part, part.file_name.c_str()) != CURLE_OK ||
      curl_mime_type(mime_part, part.content_type.c_str()) != CURLE_OK ||
      curl_mime_data_cb(mime_part, static_cast<curl_off_t>(part.bytes.size()), &Exchange::on_form_read,
                        &Exchange::on_form_seek, nullptr, this) != CURLE_OK) {
    throw std::bad_alloc();
  }
  set(CURLOPT_MIMEPOST, mime_.get());
}

void Exchange::set_headers() {
  for (const auto& [name, value] : request_.headers) {
    append(headers_, value.empty() ? name + ";" : name + ": " + value);  // "name:" alone would mean: do not send it
  }
  if (request_.method == Method::post) {
    append(headers_, "Expect:");  // no 100-continue: it only adds a second in which nobody knows what was sent
    // libcurl would call any body a web form's.
    if (mime_ == nullptr && !has_field(request_.headers, "content-type")) append(headers_, "Content-Type:");
  }
  if (headers_) set(CURLOPT_HTTPHEADER, headers_.get());
}

// What `function` throws must not pass through libcurl: it is kept, and the exchange ends with it.
template <typename Function>
bool Exchange::guarded(Function function) noexcept {
  try {
    return function();
  } catch (...) {
    thrown_ = std::current_exception();
    return false;
  }
}

std::size_t Exchange::on_header(char* bytes, std::size_t size, std::size_t count, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  const std::string_view line(bytes, size * count);
  return exchange.guarded([&] { return exchange.answer_.take_header(line); }) ? line.size() : 0;
}

std::size_t Exchange::on_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  const std::string_view piece(bytes, size * count);
  if (piece.empty()) return 0;
  return exchange.guarded([&] { return exchange.answer_.take_body(piece); }) ? piece.size() : 0;
}

int Exchange::on_connected(void* self, char* address, char*, int, int) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  const bool go_on = exchange.guarded([&] { return exchange.may_send(address != nullptr ? address : ""); });
  return go_on ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

bool Exchange::may_send(const std::string& address) {
  if (request_.addresses == Addresses::public_only) {  // again, for a connection that another transfer opened
    if (const auto kind = special_purpose(address)) {
      refused_address_ = address + " (" + std::string(*kind) + ")";
      return false;
    }
  }
  if (request_.method == Method::post && requests_ > 0) {
    resend_refused_ = true;
    return false;
  }
  if (request_.before_send && !hook_ran_) {
    hook_ran_ = true;
    request_.before_send();
  }
  answer_.await();
  ++requests_;
  return true;
}

curl_socket_t Exchange::on_open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  const bool allowed = exchange.guarded([&] {
    if (exchange.request_.addresses == Addresses::any) return true;
    const auto kind = special_purpose(address->addr);
    if (kind) exchange.refused_address_ = address_text(address->addr) + " (" + std::string(*kind) + ")";
    return !kind.has_value();
  });
  if (!allowed) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t Exchange::on_form_read(char* buffer, std::size_t size, std::size_t count, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  const auto& bytes = std::get<FormPart>(exchange.request_.body).bytes;
  const std::size_t copied = bytes.copy(buffer, size * count, exchange.form_offset_);
  exchange.form_offset_ += copied;
  return copied;
}

int Exchange::on_form_seek(void* self, curl_off_t offset, int origin) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  const auto size = static_cast<curl_off_t>(std::get<FormPart>(exchange.request_.body).bytes.size());
  if (origin != SEEK_SET || offset < 0 || offset > size) return CURL_SEEKFUNC_CANTSEEK;
  exchange.form_offset_ = static_cast<std::size_t>(offset);
  return CURL_SEEKFUNC_OK;
}

}  // namespace mediumsync::http
