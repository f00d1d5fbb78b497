#include "queue/readable.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <system_error>
#include <unistd.h>

#include "core/descriptor.hpp"
#include "lib/sqlite/database.hpp"

namespace mediumsync::queue {
namespace {

constexpr std::size_t at_once = std::size_t{1} << 20;

// Where reading `file` failed: errno; 0 at its end.
int read_through(int file) {
  std::string bytes(at_once, '\0');
  while (true) {
    const ssize_t count = ::read(file, bytes.data(), bytes.size());
    if (count == 0) return 0;
    if (count < 0 && errno != EINTR) return errno;
  }
}

// The log, in which SQLite itself locks nothing.
void read_log(const std::string& log) {
  const core::Descriptor file(::open(log.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() && errno == ENOENT) return;
  const int failed = file.is_open() ? read_through(file.get()) : errno;
  if (failed != 0) throw std::system_error(failed, std::generic_category(), "read " + log);
}

}  // namespace

void require_readable(const std::filesystem::path& database) {
  try {
    sqlite::Database(database, sqlite::WhenMissing::refuse).read_through();
    read_log(database.string() + "-wal");
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(std::string(error.what()) +
                             " (it is left as it is; look at the disk and the kernel's log)");
  }
}

}  // namespace mediumsync::queue
