#include "medium/token.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/descriptor.hpp"
#include "core/text.hpp"

namespace mediumsync::medium {
namespace {

constexpr std::size_t max_token_size = 4096;

// What a kind of secret is called, and what may be in it.
struct Words {
  std::string file;
  std::string content;
  std::string alien;
};
Words words_for(SecretKind kind) {
  if (kind == SecretKind::token) return {"token file ", "the integration token", "characters that no token has"};
  return {"secret file ", "the secret", "control characters"};
}

bool is_line(const std::string& text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

bool header_safe(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

core::Expected<Secret, TokenError> read_token(const std::filesystem::path& file, Sharing sharing) {
  return read_secret(file, SecretKind::token, sharing);
}

core::Expected<Secret, TokenError> read_secret(const std::filesystem::path& file, SecretKind kind, Sharing sharing) {
  const Words words = words_for(kind);
  const auto refuse = [&](const std::string& why) {
    return core::Unexpected<TokenError>(TokenError{words.file + file.string() + ": " + why});
  };
  const core::Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!descriptor.is_open()) {
    const int reason = errno;
    return refuse(std::generic_category().message(reason) +
                  (reason == ENOENT ? "; put " + words.content + " into it (one line, mode 0600)" : ""));
  }
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) return refuse("is not a regular file");
  if (sharing == Sharing::refused && (status.st_mode & 0077) != 0) {
    return refuse("others may read it; run: chmod 600 '" + file.string() + "'");
  }
  std::array<char, max_token_size + 1> buffer{};
  const ssize_t got = ::read(descriptor.get(), buffer.data(), buffer.size());
  if (got < 0) return refuse(std::generic_category().message(errno));
  std::string text(core::trim(std::string_view(buffer.data(), static_cast<std::size_t>(got))));
  explicit_bzero(buffer.data(), buffer.size());
  Secret secret(std::move(text));
  if (secret.expose().empty()) return refuse("is empty; put " + words.content + " into it (one line)");
  if (static_cast<std::size_t>(got) > max_token_size) return refuse("is too long to be a token");
  const bool right = kind == SecretKind::token ? header_safe(secret.expose()) : is_line(secret.expose());
  if (!right) return refuse("holds more than one line or " + words.alien);
  return secret;
}

}  // namespace mediumsync::medium
