// Where an account's token is read from.
#pragma once

#include <filesystem>
#include <string>

#include "core/expected.hpp"
#include "medium/secret.hpp"

namespace mediumsync::medium {

struct TokenError {
  std::string message;  // names the file and how to mend it, never its content
};

// Reads a token file: one line, white space around it dropped. Refuses a missing, empty or oversized one, one with
// characters no header may hold, and with `Sharing::refused` one that others may read (mode beyond 0600).
enum class Sharing { refused, allowed };
core::Expected<Secret, TokenError> read_token(const std::filesystem::path& file, Sharing sharing);

// The same for secrets of other services: a passphrase may hold spaces and letters of any alphabet.
enum class SecretKind { token, passphrase };
core::Expected<Secret, TokenError> read_secret(const std::filesystem::path& file, SecretKind kind, Sharing sharing);

}  // namespace mediumsync::medium
