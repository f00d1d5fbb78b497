#include "lib/http/address.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>

namespace mediumsync::http {
namespace {

using Bytes4 = std::array<std::uint8_t, 4>;
using Bytes16 = std::array<std::uint8_t, 16>;

template <typename Bytes>
struct Network {
  Bytes prefix;
  std::size_t bits;
  std::string_view kind;

  bool contains(const Bytes& address) const {
    for (std::size_t bit = 0; bit < bits; ++bit) {
      const unsigned mask = 0x80U >> (bit % 8);
      if (((prefix[bit / 8] ^ address[bit / 8]) & mask) != 0) return false;
    }
    return true;
  }
};

constexpr Network<Bytes4> kNetworks4[] = {
    {{0, 0, 0, 0}, 8, "this network"},
    {{10, 0, 0, 0}, 8, "private"},
    {{100, 64, 0, 0}, 10, "shared by a provider's customers"},
    {{127, 0, 0, 0}, 8, "loopback"},
    {{169, 254, 0, 0}, 16, "link-local"},
    {{172, 16, 0, 0}, 12, "private"},
    {{192, 0, 0, 0}, 24, "for protocols"},
    {{192, 168, 0, 0}, 16, "private"},
    {{198, 18, 0, 0}, 15, "for benchmarks"},
    {{224, 0, 0, 0}, 4, "multicast"},
    {{240, 0, 0, 0}, 4, "reserved"},  // broadcast among them
};

constexpr Network<Bytes16> kNetworks6[] = {
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "a translator's"},  // 64:ff9b:1::/48, RFC 8215
    {{0x01, 0x00}, 64, "discarded"},                               // 100::/64
    {{0x20, 0x01, 0x00, 0x00}, 32, "a Teredo tunnel's"},           // 2001::/32
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "for documentation"},           // 2001:db8::/32
    {{0xfc}, 7, "private"},                                        // fc00::/7
    {{0xfe, 0x80}, 10, "link-local"},                              // fe80::/10
    {{0xfe, 0xc0}, 10, "site-local"},                              // fec0::/10
    {{0xff}, 8, "multicast"},                                      // ff00::/8
};

// IPv6 networks whose addresses carry an IPv4 address, and where in them it stands.
struct Carrier {
  Network<Bytes16> network;
  std::size_t offset;
};
constexpr Carrier kCarriers[] = {
    {{{}, 96, "IPv4-compatible"}, 12},                                      // ::/96, with :: and ::1
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, "IPv4-mapped"}, 12},  // ::ffff:0:0/96
    {{{0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, 96, "NAT64"}, 12},  // 64:ff9b::/96
    {{{0x20, 0x02}, 16, "6to4"}, 2},                                        // 2002::/16
};

std::optional<std::string_view> kind_of(const Bytes4& address) {
  for (const auto& network : kNetworks4) {
    if (network.contains(address)) return network.kind;
  }
  return std::nullopt;
}

std::optional<std::string_view> kind_of(const Bytes16& address) {
  constexpr Bytes16 kLoopback = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  if (address == kLoopback) return "loopback";
  for (const auto& network : kNetworks6) {
    if (network.contains(address)) return network.kind;
  }
  for (const auto& [network, offset] : kCarriers) {
    if (!network.contains(address)) continue;
    Bytes4 carried{};
    std::memcpy(carried.data(), address.data() + offset, carried.size());
    return kind_of(carried);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> special_purpose(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    Bytes4 bytes{};
    std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
    return kind_of(bytes);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    Bytes16 bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return kind_of(bytes);
  }
  return "not of the Internet";
}

std::optional<std::string_view> special_purpose(const std::string& address) {
  Bytes4 v4{};
  if (::inet_pton(AF_INET, address.c_str(), v4.data()) == 1) return kind_of(v4);
  Bytes16 v6{};
  if (::inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), v6.data()) == 1) return kind_of(v6);
  return "not of the Internet";
}

std::string address_text(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace mediumsync::http
