#include "lib/log/line.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace mediumsync;

TEST_CASE("a value is shown so that it can neither move the cursor nor be mistaken") {
  struct Case {
    std::string value;
    std::string shown;
  };
  const std::vector<Case> cases{
      {"42", "42"},
      {"https://example.org/a?b=c&d", "https://example.org/a?b=c&d"},
      {"", "\"\""},
      {"two words", "\"two words\""},
      {"say \"hi\"", "\"say \\\"hi\\\"\""},
      {"\"", "\"\\\"\""},
      {"C:\\temp", "C:\\\\temp"},
      {"\\x1b", "\\\\x1b"},
      {"\x1b[2J", "\\x1b[2J"},
      {"a\nb\tc\rd", "a\\x0ab\\x09c\\x0dd"},
      {std::string("nul\0nul", 7), "nul\\x00nul"},
      {"\x7f", "\\x7f"},
      {"Grüße", "Grüße"},
      {"日本 語", "\"日本 語\""},
      {"😀", "😀"},
      {"\xc2\x9b"
       "2J",
       "\\xc2\\x9b"
       "2J"},  // U+009B: CSI in one character
      {"\xc2\xa0", "\xc2\xa0"},
      {"\xff\xfe", "\\xff\\xfe"},
      {"\xc3", "\\xc3"},  // cut short
      {"\xc3(", "\\xc3("},
      {"\xe2\x82", "\\xe2\\x82"},
      {"\xc0\x8a", "\\xc0\\x8a"},  // an overlong new line
      {"\xe0\x80\x8a", "\\xe0\\x80\\x8a"},
      {"\xf0\x80\x80\x8a", "\\xf0\\x80\\x80\\x8a"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},           // a surrogate
      {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},  // beyond U+10FFFF
      {"\x80", "\\x80"},
  };
  for (const auto& [value, shown] : cases) {
    CAPTURE(shown);
    CHECK(log::escaped(value) == shown);
  }
}

TEST_CASE("a line is the event and then its fields in order") {
  CHECK(log::line("started", {}) == "started");
  CHECK(log::line("published", {{"post", 42}, {"url", "https://medium.com/p/1"}, {"title", "Two words"}}) ==
        "published post=42 url=https://medium.com/p/1 title=\"Two words\"");
  CHECK(log::line("took up\x1b", {}) == "took up\\x1b");
}

TEST_CASE("a key has a name that the journal accepts") {
  CHECK(log::journal_field("post") == "MEDIUMSYNC_POST");
  CHECK(log::journal_field("next-due.at") == "MEDIUMSYNC_NEXT_DUE_AT");
  CHECK(log::journal_field("http2") == "MEDIUMSYNC_HTTP2");
}
