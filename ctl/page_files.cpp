#include "ctl/page_files.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mediumsync::ctl {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(descriptor, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

bool write_file(const fs::path& path, const std::string& bytes, mode_t mode) {
  std::string beside = path.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(beside.data(), O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool written = write_all(descriptor, bytes) && ::fchmod(descriptor, mode) == 0;
  const bool closed = ::close(descriptor) == 0;
  if (written && closed && ::rename(beside.c_str(), path.c_str()) == 0) return true;
  ::unlink(beside.c_str());
  return false;
}

mode_t asked_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

std::optional<fs::path> private_directory() {
  const auto cache = environment("XDG_CACHE_HOME");
  const auto home = environment("HOME");
  if (!cache && !home) return std::nullopt;
  const fs::path directory = (cache ? fs::path(*cache) : fs::path(*home) / ".cache") / "mediumsync";
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return std::nullopt;
  fs::permissions(directory, fs::perms::owner_all, error);
  return error ? std::nullopt : std::optional(directory);
}

bool open_on_desktop(const fs::path& page) {
  if (!environment("DISPLAY") && !environment("WAYLAND_DISPLAY")) return false;
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, stream);
    ::setsid();
    ::execlp("xdg-open", "xdg-open", page.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace mediumsync::ctl
