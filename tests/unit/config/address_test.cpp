#include "config/address.hpp"

#include <doctest/doctest.h>

using namespace mediumsync::config;

TEST_CASE("private addresses are told from public ones") {
  for (const auto* host : {"127.0.0.1",
                           "127.1",
                           "2130706433",
                           "0x7f.1",
                           "10.1.2.3",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "169.254.169.254",
                           "100.64.0.1",
                           "0.0.0.0",
                           "192.0.0.1",
                           "198.18.0.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "fc00::1",
                           "fd12::1",
                           "fe80::1",
                           "fe80::1%eth0",
                           "ff02::1",
                           "::ffff:127.0.0.1",
                           "::ffff:10.0.0.1",
                           "localhost",
                           "localhost.",
                           "blog.localhost"}) {
    CAPTURE(host);
    CHECK(is_private_literal(host));
  }
  for (const auto* host :
       {"1.1.1.1", "172.32.0.1", "172.15.0.1", "192.169.0.1", "100.128.0.1", "11.0.0.1", "223.255.255.1",
        "2606:4700::1111", "::ffff:1.1.1.1", "blog.example", "10.example", "localhost.example", ""}) {
    CAPTURE(host);
    CHECK_FALSE(is_private_literal(host));
  }
}

TEST_CASE("loopback is this machine alone") {
  for (const auto* host : {"127.0.0.1", "127.9.9.9", "::1", "localhost"}) CHECK(is_loopback(host));
  for (const auto* host : {"10.0.0.1", "::", "fe80::1", "blog.example", "0.0.0.0"}) CHECK_FALSE(is_loopback(host));
}
