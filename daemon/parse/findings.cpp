#include "parse/findings.hpp"

#include <utility>

namespace mediumsync::parse {
namespace {
constexpr int max_per_code = 20;
constexpr std::size_t max_message = 300;
}  // namespace

void FindingList::add(core::Severity severity, const std::string& code, std::string message, std::optional<int> line) {
  if (message.size() > max_message) {
    std::size_t end = max_message;
    while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0U) == 0x80) --end;
    message.resize(end);
    message += "…";
  }
  int& count = count_of_code_[code];
  if (count >= max_per_code || !seen_.insert(code + '\n' + message).second) return;
  if (++count == max_per_code) message += " (and more of this kind)";
  findings_.push_back({severity, code, std::move(message), line});
}

}  // namespace mediumsync::parse
