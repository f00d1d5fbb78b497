#include "control/wire.hpp"

namespace mediumsync::control {

bool Framer::feed(std::string_view bytes) {
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    searched_ -= begin_;
    begin_ = 0;
  }
  buffer_.append(bytes);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t nul = bytes.find('\0', at);
    unfinished_ += (nul == std::string_view::npos ? bytes.size() : nul) - at;
    if (unfinished_ > limit_) return false;
    if (nul == std::string_view::npos) break;
    unfinished_ = 0;
    at = nul + 1;
  }
  return true;
}

std::optional<std::string> Framer::next() {
  const std::size_t nul = buffer_.find('\0', searched_);
  if (nul == std::string::npos) {
    searched_ = buffer_.size();
    return std::nullopt;
  }
  std::string message = buffer_.substr(begin_, nul - begin_);
  begin_ = nul + 1;
  searched_ = begin_;
  return message;
}

}  // namespace mediumsync::control
