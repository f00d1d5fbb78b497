#include "core/url.hpp"

#include <doctest/doctest.h>

namespace mediumsync::core {
namespace {

struct Resolution {
  const char* reference;
  const char* target;
};

TEST_CASE("references resolve as in RFC 3986 section 5.4") {
  const Resolution rows[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/./x", "http://a/b/c/g#s/./x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http:g"},
  };
  for (const Resolution& row : rows) {
    CAPTURE(row.reference);
    CHECK(resolve("http://a/b/c/d;p?q", row.reference) == row.target);
  }
}

TEST_CASE("a base without a path or without a scheme is dealt with") {
  CHECK(resolve("https://blog.example", "post") == "https://blog.example/post");
  CHECK(resolve("https://blog.example?x", "#f") == "https://blog.example?x#f");
  CHECK(resolve("https://blog.example/a/", " b c ") == "https://blog.example/a/b c");
  CHECK_FALSE(resolve("/only/a/path", "x"));
  CHECK_FALSE(resolve("", "https://blog.example"));
}

TEST_CASE("a URL is split into parts that are absent rather than empty") {
  const Url url = Url::parse("  foo://example.com:8042/over/there?name=ferret#nose\n");
  CHECK(url.scheme == "foo");
  CHECK(url.authority == "example.com:8042");
  CHECK(url.path == "/over/there");
  CHECK(url.query == "name=ferret");
  CHECK(url.fragment == "nose");

  const Url bare = Url::parse("a/b:c");
  CHECK_FALSE(bare.scheme);
  CHECK_FALSE(bare.authority);
  CHECK(bare.path == "a/b:c");
  CHECK_FALSE(bare.query);
  CHECK_FALSE(bare.fragment);
}

TEST_CASE("a URL put together again is as it was written") {
  for (const char* text :
       {"", "a", "//h", "http://h?#", "mailto:a@b.example", "?", "#", "x:", "HTTP://User@H:80/%7e"}) {
    CHECK(Url::parse(text).text() == text);
  }
}

TEST_CASE("the host is what remains of the authority") {
  CHECK(Url::parse("https://Blog.Example/x").host() == "blog.example");
  CHECK(Url::parse("https://u:p@h.example:8080/").host() == "h.example");
  CHECK(Url::parse("http://[::1]:80/").host() == "::1");
  CHECK(Url::parse("http://[::1").host() == "::1");
  CHECK_FALSE(Url::parse("mailto:a@b").host());
}

TEST_CASE("only absolute http and https URLs with a host are of the web") {
  for (const char* text : {"http://a", "HTTPS://a.example:443/x y?z#f", "https://[::1]/", "https://ü.example/"}) {
    CAPTURE(text);
    CHECK(is_web_url(text));
  }
  for (const char* text : {"", "a", "//a", "http:a", "http://", "http:///x", "https://:80/", "ftp://a", "javascript:1",
                           "http://a b/", "http://a:x/", "https://a/\nb", "https://<a>/", "data:text/html,x"}) {
    CAPTURE(text);
    CHECK_FALSE(is_web_url(text));
  }
}

TEST_CASE("unsafe bytes are percent-encoded and escapes are left alone") {
  CHECK(encode_unsafe("https://a/b c\"<>%20{ü}?q=`#é") == "https://a/b%20c%22%3C%3E%20%7B%C3%BC%7D?q=%60#%C3%A9");
  CHECK(encode_unsafe("https://a/?x=1&y='2'|[3]") == "https://a/?x=1&y='2'|[3]");
}

}  // namespace
}  // namespace mediumsync::core
