// Framing of Varlink messages on a Unix stream socket: JSON, ended by one NUL byte (https://varlink.org/Method-Call).
// Shared by the server and mediumsyncctl; knows nothing of JSON itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::control {

inline constexpr std::size_t max_message = 1U << 20;  // bytes, without the NUL
inline constexpr std::string_view interface_name = "io.mediumsync";

// Cuts a stream of bytes into messages. Owned by one connection's side.
class Framer {
 public:
  explicit Framer(std::size_t limit = max_message) : limit_(limit) {}

  // Takes bytes as they come. False once one of the messages in them is longer than the limit: the stream can't be
  // made sense of any more.
  bool feed(std::string_view bytes);

  // The next whole message, without its NUL.
  std::optional<std::string> next();

 private:
  std::size_t limit_;
  std::string buffer_;
  std::size_t searched_ = 0;    // no NUL from begin_ to here
  std::size_t begin_ = 0;       // of the next message
  std::size_t unfinished_ = 0;  // bytes of the last message so far
};

}  // namespace mediumsync::control
