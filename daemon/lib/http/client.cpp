#include "lib/http/client.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <curl/curl.h>
#include <system_error>
#include <utility>

#include "core/text.hpp"
#include "lib/http/multi.hpp"

namespace mediumsync::http {
namespace {

// Seconds, of which more than a day are a day.
std::optional<std::chrono::seconds> delay_of(std::string_view text) {
  constexpr std::int64_t longest = 24 * 3600;
  const std::string_view digits = core::trim(text);
  std::int64_t seconds = 0;
  const auto [stopped, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (error == std::errc::invalid_argument || stopped != digits.data() + digits.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) seconds = digits.front() == '-' ? 0 : longest;
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, longest));
}

// A date of HTTP's (RFC 9110 section 5.6.7), in all three spellings.
std::optional<std::chrono::seconds> seconds_of(const std::string& date) {
  const std::time_t seconds = curl_getdate(date.c_str(), nullptr);
  return seconds < 0 ? std::nullopt : std::optional(std::chrono::seconds(seconds));
}

// From the moment at which the server answered.
std::optional<std::chrono::seconds> delay_until(const std::string& date, const std::optional<std::string>& answered) {
  const auto until = seconds_of(date);
  const auto from = answered ? seconds_of(*answered) : std::nullopt;
  if (!until || !from) return std::nullopt;
  return std::clamp<std::chrono::seconds>(*until - *from, std::chrono::seconds(0), std::chrono::hours(24));
}

}  // namespace

std::optional<std::string> Response::header(std::string_view lower_case_name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const Header& header) { return header.first == lower_case_name; });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

std::optional<std::chrono::seconds> Response::retry_after() const {
  const auto text = header("retry-after");
  if (!text) return std::nullopt;
  const auto delay = delay_of(*text);
  return delay ? delay : delay_until(*text, header("date"));
}

std::optional<std::chrono::seconds> Response::max_age() const {
  constexpr std::string_view name = "max-age=";
  const std::string text = core::ascii_lower(header("cache-control").value_or(""));
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    std::string_view directive = core::trim(std::string_view(text).substr(at, end - at));
    at = end + 1;
    if (!directive.starts_with(name)) continue;
    directive.remove_prefix(name.size());
    if (directive.size() > 1 && directive.front() == '"' && directive.back() == '"')
      directive = directive.substr(1, directive.size() - 2);
    return delay_of(directive);
  }
  return std::nullopt;
}

Transfer::Transfer(Transfer&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}

Transfer& Transfer::operator=(Transfer&& other) noexcept {
  if (this != &other) delete std::exchange(state_, std::exchange(other.state_, nullptr));
  return *this;
}

Transfer::~Transfer() {
  delete state_;
}

Client::Client(uv::Loop& loop, ClientOptions options) : multi_(std::make_unique<Multi>(loop, std::move(options))) {}

Client::~Client() = default;

Transfer Client::start(Request request, std::function<void(Result)> on_done) {
  return Transfer(multi_->start(std::move(request), std::move(on_done)).release());
}

}  // namespace mediumsync::http
