#pragma once

#include <chrono>

#include "lib/uv/loop.hpp"
#include "source/folder.hpp"

namespace mediumsync::source {

// The time that a folder may work until the loop has its turn: a few milliseconds, or longer while nobody else wants
// the loop. What it takes in within one is one commit, and a commit costs as much as taking in a dozen posts. Lives on
// the stack of Folder::work().
class Folder::Slice {
 public:
  explicit Slice(const uv::Loop& loop) : loop_(loop), began_(std::chrono::steady_clock::now()) {}
  bool is_over() const {
    using std::chrono_literals::operator""ms;
    const auto taken = std::chrono::steady_clock::now() - began_;
    return taken >= 2ms && (taken >= 12ms || loop_.is_wanted());
  }

 private:
  const uv::Loop& loop_;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace mediumsync::source
