#pragma once

#include <cerrno>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace mediumsync::uv {

// A file descriptor that a handle of this room owns. Closed with close(), or with the handle's block.
class Descriptor {
 public:
  // Takes what a system call returned. **Throws** std::system_error when it failed, saying what we were doing.
  Descriptor(int returned, const std::string& doing) : number_(returned) {
    if (returned < 0) throw std::system_error(errno, std::generic_category(), doing);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, kClosed)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() { close(); }

  int number() const { return number_; }
  void close() {
    if (number_ != kClosed) ::close(std::exchange(number_, kClosed));
  }

 private:
  static constexpr int kClosed = -1;
  int number_;
};

}  // namespace mediumsync::uv
