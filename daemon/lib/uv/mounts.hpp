#pragma once

#include <functional>
#include <memory>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// Tells that something was mounted or unmounted anywhere (proc(5), mountinfo). Where the kernel does not say, it never
// tells. Owned by whoever has directories that others mount over.
class Mounts {
 public:
  Mounts(Loop& loop, std::function<void()> on_change);
  ~Mounts();
  Mounts(const Mounts&) = delete;
  Mounts& operator=(const Mounts&) = delete;

 private:
  struct Watch;
  std::unique_ptr<Watch> watch_;
};

}  // namespace mediumsync::uv
