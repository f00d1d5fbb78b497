#include "sandbox/model/text.hpp"

#include <array>
#include <doctest/doctest.h>
#include <utility>

#include "sandbox/model/instant.hpp"

using namespace mediumsync::sandbox;

TEST_CASE("a slug is the title in lower case with hyphens") {
  const std::array<std::pair<const char*, const char*>, 7> titles{{{"Hello, World!", "hello-world"},
                                                                   {"  C++20: what's new?  ", "c-20-whats-new"},
                                                                   {"one -- two", "one-two"},
                                                                   {"été", "%C3%A9t%C3%A9"},
                                                                   {"100%", "100"},
                                                                   {"<b>Bold</b>", "b-bold-b"},
                                                                   {"!!!", ""}}};
  for (const auto& [title, wanted] : titles) CHECK(slug(title) == wanted);
  CHECK(title_slug("Hello, World!") == "Hello--World");
}

TEST_CASE("characters are counted as people count them") {
  CHECK(characters("naïve 日本") == 8);
  CHECK(first_characters("naïve 日本", 7) == "naïve 日");
  CHECK(first_characters("ab", 7) == "ab");
}

TEST_CASE("an image's key is the unpadded base64url of its MD5") {
  CHECK(md5_key("") == "1B2M2Y8AsgTpgAmY7PhCfg");
  CHECK(md5_key("abc") == "kAFQmDzST7DWlj99KOF_cg");
}

TEST_CASE("only absolute web addresses are addresses") {
  struct Row {
    const char* text;
    const char* host;
    int port;
    const char* target;
  };
  const std::array<Row, 5> good{{{"https://Example.org", "example.org", 0, "/"},
                                 {"http://127.0.0.1:8080/a?b=c#d", "127.0.0.1", 8080, "/a?b=c"},
                                 {"HTTP://[::1]:80/x", "::1", 80, "/x"},
                                 {"https://user@host/x", "host", 0, "/x"},
                                 {"https://host?q", "host", 0, "/?q"}}};
  for (const Row& row : good) {
    CAPTURE(std::string{row.text});
    const auto address = parse_web_address(row.text);
    REQUIRE(address);
    CHECK(address->host == row.host);
    CHECK(address->port.value_or(0) == row.port);
    CHECK(address->target == row.target);
  }
  for (const char* bad : {"", "/a", "a.png", "//host/a", "ftp://host", "data:image/png;base64,AA", "http://",
                          "http:///x", "http://host:99999/", "javascript:alert(1)", "http://[::1"}) {
    CAPTURE(std::string{bad});
    CHECK_FALSE(parse_web_address(bad));
  }
}

TEST_CASE("times are read in the spellings of ISO 8601") {
  const auto wanted = parse_instant("2024-05-31T10:20:30Z");
  REQUIRE(wanted);
  CHECK(format_rfc3339(*wanted) == "2024-05-31T10:20:30.000Z");
  CHECK(format_rfc822(*wanted) == "Fri, 31 May 2024 10:20:30 GMT");
  for (const char* same :
       {"2024-05-31T12:20:30+02:00", "2024-05-31T05:50:30-0430", "2024-05-31 10:20:30", "2024-05-31T10:20:30.000Z"}) {
    CHECK(parse_instant(same) == wanted);
  }
  CHECK(format_rfc3339(*parse_instant("2024-02-29")) == "2024-02-29T00:00:00.000Z");
  CHECK(format_rfc3339(*parse_instant("2024-05-31T10:20:30.0456Z")) == "2024-05-31T10:20:30.045Z");
  for (const char* bad : {"", "yesterday", "2023-02-29", "2024-13-01", "2024-05-31T25:00Z", "2024-05-31T10:20:30Zx"}) {
    CHECK_FALSE(parse_instant(bad));
  }
}

TEST_CASE("text can't break out of CDATA") {
  CHECK(cdata("a]]>b\x01") == "<![CDATA[a]]]]><![CDATA[>b]]>");
}
