#pragma once

#include <doctest/doctest.h>
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include "unit/uv/temporary_directory.hpp"

namespace mediumsync::test {

// More happens there at once than the kernel tells of.
inline void overflow(const TemporaryDirectory& directory) {
  for (int round = 0; round < 8400; ++round) {  // two events each; the kernel keeps 16384 (max_queued_events)
    const std::string name = directory / std::to_string(round);
    const int descriptor = ::open(name.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    REQUIRE(descriptor >= 0);
    ::close(descriptor);
    REQUIRE(::unlink(name.c_str()) == 0);
  }
}

}  // namespace mediumsync::test
