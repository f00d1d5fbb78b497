#include "config/address.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstdint>

namespace mediumsync::config {

namespace {

using V4 = std::uint32_t;
using V6 = std::array<std::uint8_t, 16>;

std::optional<V4> parse_v4(std::string_view host) {
  in_addr address{};
  // inet_aton takes what resolvers take: also 127.1, 0x7f000001 and 2130706433.
  if (inet_aton(std::string(host).c_str(), &address) == 0) return std::nullopt;
  return ntohl(address.s_addr);
}

std::optional<V6> parse_v6(std::string_view host) {
  V6 address{};
  const std::string text(host.substr(0, host.find('%')));  // without a zone
  if (inet_pton(AF_INET6, text.c_str(), address.data()) != 1) return std::nullopt;
  return address;
}

struct V4Range {
  V4 prefix;
  int bits;
};
// RFC 6890's registry of special-purpose addresses, and multicast.
constexpr std::array private_v4{V4Range{0x00000000, 8},  V4Range{0x0A000000, 8},  V4Range{0x64400000, 10},
                                V4Range{0x7F000000, 8},  V4Range{0xA9FE0000, 16}, V4Range{0xAC100000, 12},
                                V4Range{0xC0000000, 24}, V4Range{0xC0A80000, 16}, V4Range{0xC6120000, 15},
                                V4Range{0xE0000000, 3}};

bool is_private(V4 address) {
  for (const V4Range& range : private_v4) {
    if (((address ^ range.prefix) >> (32 - range.bits)) == 0) return true;
  }
  return false;
}

bool starts_with_zeros(const V6& address, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (address.at(i) != 0) return false;
  }
  return true;
}

// ::ffff:a.b.c.d, and the old ::a.b.c.d, which takes in :: and ::1.
std::optional<V4> embedded_v4(const V6& address) {
  const bool mapped = starts_with_zeros(address, 10) && address[10] == 0xFF && address[11] == 0xFF;
  if (!mapped && !starts_with_zeros(address, 12)) return std::nullopt;
  return V4{address[12]} << 24U | V4{address[13]} << 16U | V4{address[14]} << 8U | V4{address[15]};
}

bool is_private(const V6& address) {
  if (const auto v4 = embedded_v4(address)) return is_private(*v4);
  const bool unique_local = (address[0] & 0xFEU) == 0xFC;                      // fc00::/7
  const bool link_local = address[0] == 0xFE && (address[1] & 0xC0U) == 0x80;  // fe80::/10
  return unique_local || link_local || address[0] == 0xFF;                     // multicast
}

bool is_localhost(std::string_view host) {
  return host == "localhost" || host == "localhost." || host.ends_with(".localhost") || host.ends_with(".localhost.");
}

}  // namespace

bool is_loopback(std::string_view host) {
  if (is_localhost(host)) return true;
  if (const auto v4 = parse_v4(host)) return *v4 >> 24U == 127;
  const auto v6 = parse_v6(host);
  return v6 && starts_with_zeros(*v6, 15) && v6->back() == 1;
}

bool is_private_literal(std::string_view host) {
  if (is_localhost(host)) return true;
  if (const auto v4 = parse_v4(host)) return is_private(*v4);
  const auto v6 = parse_v6(host);
  return v6 && is_private(*v6);
}

}  // namespace mediumsync::config
