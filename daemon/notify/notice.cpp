#include "notify/notice.hpp"

#include "core/time.hpp"
#include "lib/crypto/digest.hpp"

namespace mediumsync::notify {

std::string message_id(std::string_view receiver, const Notice& first, const Notice& last) {
  constexpr std::size_t length = 32;
  std::string text(receiver);
  for (const Notice* notice : {&first, &last}) {
    text += '\n' + std::to_string(notice->event) + ' ' + std::to_string(notice->at.time_since_epoch().count());
  }
  return crypto::sha256_hex(text).substr(0, length);
}

}  // namespace mediumsync::notify
