#include "lib/http/client.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

#include "lib/http/multi.hpp"

namespace mediumsync::http {

std::optional<std::string> Response::header(std::string_view lower_case_name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const Header& header) { return header.first == lower_case_name; });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

std::optional<std::chrono::seconds> Response::retry_after() const {
  constexpr std::int64_t longest = 24 * 3600;
  const auto text = header("retry-after");
  if (!text) return std::nullopt;
  const std::size_t begin = text->find_first_not_of(" \t");
  if (begin == std::string::npos) return std::nullopt;
  const std::size_t end = text->find_last_not_of(" \t") + 1;
  std::int64_t seconds = 0;
  const auto [stopped, error] = std::from_chars(text->data() + begin, text->data() + end, seconds);
  if (error == std::errc::invalid_argument || stopped != text->data() + end) return std::nullopt;
  if (error == std::errc::result_out_of_range) seconds = text->at(begin) == '-' ? 0 : longest;
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, longest));
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
