#include "lib/uv/mounts.hpp"

#include <fcntl.h>
#include <utility>

#include "lib/uv/descriptor.hpp"
#include "lib/uv/poll.hpp"

namespace mediumsync::uv {

struct Mounts::Watch {
  Watch(Loop& loop, int number, std::function<void()> on_change)
      : descriptor(opened(number, "open mountinfo")),
        poll(loop, number, [call = std::move(on_change)](Ready) { call(); }) {
    poll.watch(Ready::urgent);
  }

  Descriptor descriptor;
  Poll poll;
};

Mounts::Mounts(Loop& loop, std::function<void()> on_change) {
  const int number = ::open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
  if (number >= 0) watch_ = std::make_unique<Watch>(loop, number, std::move(on_change));
}

Mounts::~Mounts() = default;

}  // namespace mediumsync::uv
