#include "core/base64.hpp"

#include <doctest/doctest.h>
#include <optional>
#include <string>
#include <vector>

namespace mediumsync::core {
namespace {

using namespace std::string_literals;

TEST_CASE("base64 is read as mails and feeds and scripts write it") {
  struct Row {
    const char* text;
    std::optional<std::string> bytes;
  };
  for (const Row& row : std::vector<Row>{{"", ""},
                                         {"AA==", "\0"s},
                                         {"AA", "\0"s},
                                         {"AAE=", "\0\1"s},
                                         {"AAEC", "\0\1\2"s},
                                         {"AA\r\nEC\n", "\0\1\2"s},
                                         {"AA== \n", "\0"s},
                                         {"+/-_", "\xfb\xff\xbf"s},
                                         {"A", std::nullopt},
                                         {"AAECA", std::nullopt},
                                         {"A*EC", std::nullopt},
                                         {"AA==AA==", std::nullopt}}) {
    CAPTURE(row.text);
    CHECK(decode_base64(row.text) == row.bytes);
  }
}

TEST_CASE("what is written as base64 is read back") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    CHECK(decode_base64(encode_base64(bytes)) == bytes);
    bytes.push_back(static_cast<char>(i));
  }
}

}  // namespace
}  // namespace mediumsync::core
