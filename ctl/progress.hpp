#pragma once

#include <chrono>
#include <iostream>
#include <string_view>
#include <unistd.h>
#include <utility>

#include "ctl/arguments.hpp"

namespace mediumsync::ctl {

// One line of how far something is, on standard error, while it takes longer than a second and somebody watches. Lives
// on the stack of what takes so long, and takes the line away with it.
class Progress {
 public:
  explicit Progress(Output output) : shown_(output == Output::text && ::isatty(STDERR_FILENO) != 0) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  void tell(std::string_view how_far) {
    if (!shown_ || std::chrono::steady_clock::now() - began_ < std::chrono::seconds(1)) return;
    std::cerr << "\r\x1b[K" << how_far << std::flush;
    stands_ = true;
  }
  // Before anything else is written.
  void clear() {
    if (std::exchange(stands_, false)) std::cerr << "\r\x1b[K" << std::flush;
  }

 private:
  bool shown_;
  bool stands_ = false;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace mediumsync::ctl
