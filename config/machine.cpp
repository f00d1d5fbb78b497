#include "config/machine.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/descriptor.hpp"

namespace mediumsync::config {

namespace {

std::string reason(int error) {
  return std::generic_category().message(error);
}

std::string octal(mode_t mode) {
  const unsigned bits = mode & 07777U;
  std::string text = "0";
  for (const unsigned shift : std::array{6U, 3U, 0U}) text += std::to_string(bits >> shift & 7U);
  return text;
}

}  // namespace

std::optional<std::string> secret_file_fault(const std::filesystem::path& path, std::string_view what) {
  // Without O_NONBLOCK a FIFO would wait for a writer.
  const core::Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  const std::string kind(what);
  const std::string subject = kind + " file '" + path.string() + "' ";
  if (!file.is_open()) {
    const int error = errno;
    return subject + (error == ENOENT ? "does not exist; put the " + kind + " there, mode 0600"
                                      : "can't be read: " + reason(error));
  }
  struct stat status {};
  if (fstat(file.get(), &status) != 0) return subject + "can't be read: " + reason(errno);
  if (!S_ISREG(status.st_mode)) return subject + "is not a regular file";
  if ((status.st_mode & 077U) != 0) {
    return subject + "is open to others (mode " + octal(status.st_mode) + "): chmod 600 " + path.string();
  }
  if (status.st_size == 0) return subject + "is empty; put the " + kind + " there";
  return std::nullopt;
}

std::optional<std::string> folder_fault(const std::filesystem::path& path) {
  const std::string subject = "folder '" + path.string() + "' ";
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    const int error = errno;
    return subject + (error == ENOENT ? std::string("does not exist: create it") : "can't be read: " + reason(error));
  }
  if (!S_ISDIR(status.st_mode)) return subject + "is not a directory";
  if (access(path.c_str(), R_OK | X_OK) != 0) return subject + "can't be read: " + reason(errno);
  return std::nullopt;
}

std::optional<std::string> unwritable_folder_fault(const std::filesystem::path& path) {
  if (folder_fault(path) || access(path.c_str(), W_OK) == 0) return std::nullopt;
  return "files can't be moved in folder '" + path.string() + "': " + reason(errno) +
         ". Let the service write there (as a system service also with ReadWritePaths=), or leave `after` at \"keep\"";
}

std::optional<std::string> program_fault(const std::string& program) {
  const char* path = std::getenv("PATH");
  if (program.find('/') != std::string::npos) {
    if (access(program.c_str(), X_OK) == 0) return std::nullopt;
    return "program '" + program + "' can't be run: " + reason(errno);
  }
  std::istringstream directories(path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path);
  for (std::string directory; std::getline(directories, directory, ':');) {
    if (access((directory + "/" + program).c_str(), X_OK) == 0) return std::nullopt;
  }
  return "there is no program '" + program + "' in PATH: install it, or write its path";
}

}  // namespace mediumsync::config
