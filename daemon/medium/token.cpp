#include "medium/token.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/text.hpp"

namespace mediumsync::medium {
namespace {

constexpr std::size_t max_token_size = 4096;

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

core::Unexpected<TokenError> refuse(const std::filesystem::path& file, const std::string& why) {
  return core::Unexpected<TokenError>(TokenError{"token file " + file.string() + ": " + why});
}

bool header_safe(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

core::Expected<Secret, TokenError> read_token(const std::filesystem::path& file, Sharing sharing) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (descriptor.number() < 0) {
    const int reason = errno;
    return refuse(file, std::generic_category().message(reason) +
                            (reason == ENOENT ? "; put the integration token into it (one line, mode 0600)" : ""));
  }
  struct stat status {};
  if (::fstat(descriptor.number(), &status) != 0 || !S_ISREG(status.st_mode))
    return refuse(file, "is not a regular file");
  if (sharing == Sharing::refused && (status.st_mode & 0077) != 0) {
    return refuse(file, "others may read it; run: chmod 600 '" + file.string() + "'");
  }
  std::array<char, max_token_size + 1> buffer{};
  const ssize_t got = ::read(descriptor.number(), buffer.data(), buffer.size());
  if (got < 0) return refuse(file, std::generic_category().message(errno));
  std::string text(core::trim(std::string_view(buffer.data(), static_cast<std::size_t>(got))));
  explicit_bzero(buffer.data(), buffer.size());
  Secret secret(std::move(text));
  if (secret.expose().empty()) return refuse(file, "is empty; put the integration token into it (one line)");
  if (static_cast<std::size_t>(got) > max_token_size) return refuse(file, "is too long to be a token");
  if (!header_safe(secret.expose())) return refuse(file, "holds more than one line or characters that no token has");
  return secret;
}

}  // namespace mediumsync::medium
