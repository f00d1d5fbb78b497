#pragma once

#include <cerrno>
#include <string>
#include <system_error>

#include "core/descriptor.hpp"

namespace mediumsync::uv {

using core::Descriptor;

// Takes what a system call returned. **Throws** std::system_error when it failed, saying what we were doing.
inline Descriptor opened(int returned, const std::string& doing) {
  if (returned < 0) throw std::system_error(errno, std::generic_category(), doing);
  return Descriptor(returned);
}

}  // namespace mediumsync::uv
