// Keys that say where a secret is kept. What such a key holds gets into no message: somebody may have written the
// secret itself there.
#pragma once

#include <optional>
#include <string_view>

#include "config/section.hpp"
#include "config/settings.hpp"

namespace mediumsync::config {

// Which secret a key is about.
struct SecretKey {
  std::string_view key;
  std::string_view what;     // "token"
  std::string_view example;  // a name for it: "medium-token"
};

// "credential:NAME" or "file:/path".
std::optional<SecretSource> read_secret(const Section& section, const SecretKey& key, MachineChecks checks);

}  // namespace mediumsync::config
