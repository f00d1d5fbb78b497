#include "queue/high_water_mark.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include "core/number.hpp"
#include "queue/copy.hpp"

namespace mediumsync::queue {
namespace {

namespace fs = std::filesystem;

// Of one width, so that it is overwritten in place: that needs no room on a full disk.
using Line = std::array<char, 21>;

fs::path file_of(const fs::path& database) {
  return database.string() + "-sent";
}

}  // namespace

// Open from the beginning and never empty: to go on on a full disk, or without a descriptor left, it needs neither.
HighWaterMark::HighWaterMark(const fs::path& database)
    : file_(file_of(database)),
      value_(high_water_mark(database)),
      descriptor_(::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)) {
  if (!descriptor_.is_open()) throw failed("open");
}

std::system_error HighWaterMark::failed(const char* what) const {
  return {errno, std::generic_category(), std::string(what) + " " + file_.string()};
}

void HighWaterMark::set(std::int64_t value) {
  if (value == value_) return;
  Line line{};
  std::snprintf(line.data(), line.size(), "%020lld", static_cast<long long>(value));
  line.back() = '\n';
  if (::pwrite(descriptor_.get(), line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()))
    throw failed("write");
  if (::fdatasync(descriptor_.get()) != 0) throw failed("fsync");
  if (!value_) sync_directory_of(file_);
  value_ = value;
}

std::optional<std::int64_t> high_water_mark(const fs::path& database) {
  std::ifstream file(file_of(database));
  std::string line;
  return std::getline(file, line) ? core::to_number<std::int64_t>(line) : std::nullopt;
}

}  // namespace mediumsync::queue
