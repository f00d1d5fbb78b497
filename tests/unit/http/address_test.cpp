#include "lib/http/address.hpp"

#include <doctest/doctest.h>
#include <string>

namespace mediumsync::http {
namespace {

TEST_CASE("addresses that nobody should be sent to are known") {
  for (const std::string address : {"0.0.0.0",
                                    "0.1.2.3",
                                    "10.0.0.1",
                                    "10.255.255.255",
                                    "100.64.0.1",
                                    "100.127.255.255",
                                    "127.0.0.1",
                                    "127.255.255.254",
                                    "169.254.169.254",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.0.0.8",
                                    "192.168.1.1",
                                    "198.18.0.1",
                                    "198.19.255.255",
                                    "224.0.0.1",
                                    "239.255.255.255",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "::1",
                                    "::127.0.0.1",
                                    "::ffff:127.0.0.1",
                                    "::ffff:10.0.0.1",
                                    "::ffff:169.254.169.254",
                                    "64:ff9b::7f00:1",
                                    "64:ff9b::10.1.2.3",
                                    "64:ff9b:1::1",
                                    "fc00::1",
                                    "fd12:3456::1",
                                    "fe80::1",
                                    "fe80::1%eth0",
                                    "febf::1",
                                    "fec0::1",
                                    "ff02::1",
                                    "ffff::1",
                                    "2001:db8::1",
                                    "2001::1",
                                    "2002:7f00:1::",
                                    "2002:c0a8:101::1",
                                    "2002:a9fe:a9fe::",
                                    "100::1",
                                    "",
                                    "localhost",
                                    "1.2.3",
                                    "/run/a.sock"}) {
    CAPTURE(address);
    CHECK(special_purpose(address).has_value());
  }
}

TEST_CASE("addresses of the public are let through") {
  for (const std::string address : {"1.1.1.1",
                                    "8.8.8.8",
                                    "9.255.255.255",
                                    "11.0.0.0",
                                    "100.63.255.255",
                                    "100.128.0.0",
                                    "126.255.255.255",
                                    "128.0.0.1",
                                    "162.159.153.4",
                                    "169.253.255.255",
                                    "172.15.255.255",
                                    "172.32.0.0",
                                    "192.0.1.1",
                                    "192.167.255.255",
                                    "198.17.255.255",
                                    "198.20.0.0",
                                    "223.255.255.255",
                                    "2606:4700::6810:1",
                                    "2a00:1450:4001:810::200e",
                                    "2001:4860:4860::8888",
                                    "::ffff:8.8.8.8",
                                    "64:ff9b::808:808",
                                    "2002:808:808::1",
                                    "2001:db7:ffff::1",
                                    "2001:1::1"}) {
    CAPTURE(address);
    CHECK_FALSE(special_purpose(address).has_value());
  }
}

}  // namespace
}  // namespace mediumsync::http
