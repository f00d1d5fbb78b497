#pragma once

#include <unistd.h>
#include <utility>

namespace mediumsync::core {

// An open file that closes itself. Owned by whoever reads or writes it.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}  // what a system call returned: below 0 it is none
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close() {
    if (is_open()) ::close(release());
  }
  int release() { return std::exchange(number_, -1); }  // the caller closes it

 private:
  int number_;
};

}  // namespace mediumsync::core
