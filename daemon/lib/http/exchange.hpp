// Private to http/: one request and its answer on one libcurl easy handle. Knows libcurl and not the loop.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <curl/curl.h>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "lib/http/answer.hpp"
#include "lib/http/client.hpp"
#include "lib/http/easy.hpp"

namespace mediumsync::http {

// How an exchange ended: with a result, or with what `before_send` (or memory) threw.
using Outcome = std::variant<Result, std::exception_ptr>;

// libcurl's reason in our words.
Cause cause_of(CURLcode code);

// An easy handle, all that it points at, and what its callbacks gathered. Owned by its Transfer's state; must have left
// its multi handle before it is destroyed, and stays where it is: libcurl has its address.
class Exchange {
 public:
  // **Throws** std::runtime_error when libcurl refuses an option.
  Exchange(Request request, const ClientOptions& options);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // What is wrong with a request before anything was tried.
  static std::optional<Failure> reject(const Request& request);

  CURL* easy() const { return easy_.get(); }
  std::chrono::milliseconds timeout() const { return request_.timeout; }

  // After libcurl has ended it with `code`.
  Outcome outcome(CURLcode code) &&;
  // When its time is up.
  Failure timed_out() const;

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    set_option(easy_, option, value);
  }
  void set_connection(const ClientOptions& options);
  void set_callbacks();
  void set_get();
  void set_post();
  void set_form(const FormPart& part);
  void set_headers();

  // Called by libcurl, with this as the last or first argument.
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
  static int on_connected(void* self, char* address, char* local, int port, int local_port) noexcept;
  static curl_socket_t on_open_socket(void* self, curlsocktype purpose, curl_sockaddr* address) noexcept;
  static std::size_t on_form_read(char* buffer, std::size_t size, std::size_t count, void* self) noexcept;
  static int on_form_seek(void* self, curl_off_t offset, int origin) noexcept;
  template <typename Function>
  bool guarded(Function function) noexcept;
  bool may_send(const std::string& address);

  Failure failure(CURLcode code) const;
  std::string message(Cause cause, const std::string& words) const;
  Sent sent() const { return requests_ == 0 ? Sent::nothing : Sent::maybe; }
  std::string peer() const;
  std::string effective_url() const;

  Request request_;
  std::size_t requests_ = 0;  // that may have left
  bool hook_ran_ = false;
  bool resend_refused_ = false;
  std::optional<std::string> refused_address_;  // with its kind
  std::exception_ptr thrown_;
  Answer answer_;
  std::size_t form_offset_ = 0;
  std::array<char, CURL_ERROR_SIZE> words_{};
  List headers_;
  Mime mime_;
  Easy easy_;  // the last member: cleaned up while what it points at still stands
};

}  // namespace mediumsync::http
