#include "control/wire.hpp"

namespace mediumsync::control {

bool Framer::feed(std::string_view bytes) {
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    searched_ -= begin_;
    begin_ = 0;
  }
  buffer_.append(bytes);
  const std::size_t nul = buffer_.find('\0', searched_);
  const std::size_t first_message = nul == std::string::npos ? buffer_.size() : nul;
  if (nul == std::string::npos) searched_ = buffer_.size();
  return first_message <= limit_;
}

std::optional<std::string> Framer::next() {
  const std::size_t nul = buffer_.find('\0', searched_ > begin_ ? searched_ : begin_);
  if (nul == std::string::npos || nul - begin_ > limit_) return std::nullopt;
  std::string message = buffer_.substr(begin_, nul - begin_);
  begin_ = nul + 1;
  searched_ = begin_;
  return message;
}

}  // namespace mediumsync::control
