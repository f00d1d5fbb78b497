#include "lib/http/client.hpp"

#include <algorithm>
#include <utility>

#include "lib/http/multi.hpp"

namespace mediumsync::http {

std::optional<std::string> Response::header(std::string_view lower_case_name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const Header& header) { return header.first == lower_case_name; });
  if (found == headers.end()) return std::nullopt;
  return found->second;
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
