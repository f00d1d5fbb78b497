// Private to http/: which addresses of the Internet are the public's, by IANA's special-purpose registries (RFC 6890).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>

namespace mediumsync::http {

// What kind of special-purpose address this is ("loopback", "private", …); std::nullopt for one that anybody may be
// reached at. An IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is judged by that.
std::optional<std::string_view> special_purpose(const sockaddr& address);

// The same for an address as text. What is no address at all is special.
std::optional<std::string_view> special_purpose(const std::string& address);

std::string address_text(const sockaddr& address);

}  // namespace mediumsync::http
