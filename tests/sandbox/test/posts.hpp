#pragma once

#include <chrono>
#include <string>

#include "sandbox/process/sandbox_process.hpp"

namespace mediumsync::sandbox::test {

// The path of jane's own posts: /v1/users/ID/posts.
std::string own_posts(const SandboxProcess& sandbox);

// A body that Medium takes, with other content or members when given.
std::string a_post(const SandboxProcess::Json& changes = SandboxProcess::Json::object());

// Asks until it is so; false when it is not after ten seconds.
template <typename Condition>
bool eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
  }
  return false;
}

// Whether as many requests hang as are said to, sooner or later.
bool hangs(const SandboxProcess& sandbox, std::size_t requests);

}  // namespace mediumsync::sandbox::test
