#include "startup_memory.hpp"

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/mman.h>

namespace mediumsync {

void release_startup_text() {
  std::ifstream maps("/proc/self/maps");
  std::string line;
  while (std::getline(maps, line)) {
    // "begin-end r-xp offset device inode path", proc_pid_maps(5). Text is never written to, so nothing is lost with
    // it.
    std::istringstream fields(line);
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    std::string access;
    std::string offset;
    std::string device;
    std::uint64_t inode = 0;
    fields >> std::hex >> begin >> dash >> end >> access >> offset >> device >> std::dec >> inode;
    if (!fields || access != "r-xp" || inode == 0) continue;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel gives addresses as text
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
}

}  // namespace mediumsync
