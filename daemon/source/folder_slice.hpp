#pragma once

#include <chrono>

#include "source/folder.hpp"

namespace mediumsync::source {

// The time that a folder may work until the loop has its turn. Lives on the stack of Folder::work().
class Folder::Slice {
 public:
  explicit Slice(std::chrono::milliseconds length) : end_(std::chrono::steady_clock::now() + length) {}
  bool is_over() const { return std::chrono::steady_clock::now() >= end_; }

 private:
  std::chrono::steady_clock::time_point end_;
};

}  // namespace mediumsync::source
