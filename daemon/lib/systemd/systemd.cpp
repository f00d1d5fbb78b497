#include "lib/systemd/systemd.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

#include "core/number.hpp"

namespace mediumsync::systemd {
namespace {

constexpr std::size_t kLongestFileName = 255;

std::optional<std::string> environment(const char* name) {
  const char* value = ::secure_getenv(name);
  if (value == nullptr) return std::nullopt;
  return value;
}

// Without systemd there is nobody to tell, and when telling it fails there is nothing better to do than to go on.
void notify(const std::string& state) {
  ::sd_notify(0, state.c_str());
}

bool is_plain_file_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestFileName && name != "." && name != ".." &&
         name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

}  // namespace

void notify_ready() {
  notify("READY=1");
}

void notify_reloading() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();  // CLOCK_MONOTONIC
  notify("RELOADING=1\nMONOTONIC_USEC=" +
         std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

void notify_stopping() {
  notify("STOPPING=1");
}

void notify_status(std::string_view status) {
  std::string line(status);
  std::replace(line.begin(), line.end(), '\n', ' ');  // a new line would be another assignment
  notify("STATUS=" + line);
}

void notify_watchdog() {
  notify("WATCHDOG=1");
}

std::optional<std::chrono::microseconds> watchdog_interval() {
  std::uint64_t interval = 0;
  if (::sd_watchdog_enabled(0, &interval) <= 0) return std::nullopt;
  return std::chrono::microseconds(interval);
}

std::vector<int> take_listen_descriptors() {
  const int count = ::sd_listen_fds(1);
  if (count < 0) throw std::system_error(-count, std::generic_category(), "take the sockets that systemd listens on");
  std::vector<int> descriptors;
  for (int i = 0; i < count; ++i) descriptors.push_back(SD_LISTEN_FDS_START + i);
  return descriptors;
}

std::optional<std::filesystem::path> credential(std::string_view name) {
  if (!is_plain_file_name(name)) throw std::invalid_argument("not a credential's name: " + std::string(name));
  const std::filesystem::path directory = environment("CREDENTIALS_DIRECTORY").value_or("");
  if (!directory.is_absolute()) return std::nullopt;
  return directory / name;
}

bool stderr_is_journal() {
  const std::string stream = environment("JOURNAL_STREAM").value_or("");
  const auto colon = stream.find(':');
  if (colon == std::string::npos) return false;
  struct stat found {};
  if (::fstat(STDERR_FILENO, &found) != 0) return false;
  return core::to_number<std::uint64_t>(std::string_view(stream).substr(0, colon)) == found.st_dev &&
         core::to_number<std::uint64_t>(std::string_view(stream).substr(colon + 1)) == found.st_ino;
}

std::error_code journal_send(int priority, std::string_view message,
                             const std::vector<std::pair<std::string, std::string>>& fields) {
  std::vector<std::string> lines{"MESSAGE=" + std::string(message), "PRIORITY=" + std::to_string(priority)};
  for (const auto& [name, value] : fields) lines.push_back(name + "=" + value);
  std::vector<iovec> vectors;
  for (auto& line : lines) vectors.push_back({.iov_base = line.data(), .iov_len = line.size()});
  const int sent = ::sd_journal_sendv(vectors.data(), static_cast<int>(vectors.size()));
  return {sent < 0 ? -sent : 0, std::generic_category()};
}

}  // namespace mediumsync::systemd
