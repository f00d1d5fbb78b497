#include "queue/strings.hpp"

#include <doctest/doctest.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace mediumsync::queue;

TEST_CASE("a list of texts is read as it was written") {
  using Strings = std::vector<std::string>;
  for (const Strings& strings :
       {Strings{}, Strings{""}, Strings{"cpp"}, Strings{"a,b", "1:x,", std::string("\0\n", 2)}}) {
    CHECK(decode_strings(encode_strings(strings)) == strings);
  }
  CHECK(encode_strings({"cpp", "linux"}) == "3:cpp,5:linux,");
}

TEST_CASE("a damaged list is an error") {
  for (const char* text : {"3", "3:", "3:cp", "3:cpp", "3:cpp;", "x:cpp,", ":,", "-1:,", "99999999999999999999:a,",
                           "18446744073709551615:a,", "3:cpp,5"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(decode_strings(text), std::runtime_error);
  }
}
