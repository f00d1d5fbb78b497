// Hosts that a URL names by their address, and whether such an address is a private one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::config {

// Whether the host (as core::Url::host() gives it) is this machine: localhost, 127.0.0.0/8, ::1.
bool is_loopback(std::string_view host);

// Whether the host is a literal address, or a name for one, that is not on the public internet. What other names
// resolve to is judged when they are fetched.
bool is_private_literal(std::string_view host);

}  // namespace mediumsync::config
