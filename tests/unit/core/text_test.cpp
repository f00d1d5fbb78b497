#include "core/text.hpp"

#include <doctest/doctest.h>
#include <string>

namespace mediumsync::core {
namespace {

TEST_CASE("characters are counted as code points and every bad byte as one") {
  CHECK(count_characters("") == 0);
  CHECK(count_characters("añ日😀") == 4);
  CHECK(count_characters("\xFF\xC3") == 2);
  CHECK(count_characters("\xE6\x97") == 2);
}

TEST_CASE("a text is cut between words") {
  struct Row {
    const char* text;
    std::size_t limit;
    const char* cut;
  };
  const Row rows[] = {
      {"short", 10, "short"},
      {"exactly ten", 11, "exactly ten"},
      {"one two three", 9, "one two…"},
      {"one two three", 8, "one two…"},
      {"one two three", 7, "one…"},
      {"one, two three", 8, "one…"},
      {"Donaudampfschiff", 6, "Donau…"},
      {"a Donaudampfschiff", 8, "a Donau…"},
      {"日本語の長い題名", 4, "日本語…"},
      {"", 5, ""},
      {"abc", 0, ""},
      {"abc", 1, "…"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CAPTURE(row.limit);
    CHECK(cut_on_word(row.text, row.limit) == row.cut);
    CHECK(count_characters(cut_on_word(row.text, row.limit)) <= row.limit);
  }
}

TEST_CASE("white space collapses to single spaces") {
  CHECK(collapse_space(" \t a \r\n b\u00A0\u00A0c ") == "a b c");
  CHECK(collapse_space("\u00A0") == "");
  CHECK(trim(" \n x y \t") == "x y");
}

TEST_CASE("only ASCII letters are folded") {
  CHECK(ascii_lower("ÄBC") == "Äbc");
  CHECK(equal_ignoring_case("C++", "c++"));
  CHECK_FALSE(equal_ignoring_case("a", "ab"));
}

TEST_CASE("bytes that are no UTF-8 become replacement characters") {
  struct Row {
    std::string bytes;
    const char* text;
  };
  const Row rows[] = {
      {"añ日😀", "añ日😀"},
      {std::string("a\0b", 3), "a\uFFFDb"},
      {"\xFF", "\uFFFD"},
      {"\xC0\xAF", "\uFFFD\uFFFD"},            // overlong '/'
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},  // a surrogate
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"x\xE6\x97", "x\uFFFD\uFFFD"},
  };
  for (const Row& row : rows) CHECK(sanitise_utf8(row.bytes) == row.text);
}

TEST_CASE("code points are written as UTF-8") {
  CHECK(utf8(U'a') == "a");
  CHECK(utf8(U'ñ') == "ñ");
  CHECK(utf8(U'日') == "日");
  CHECK(utf8(U'😀') == "😀");
  CHECK(utf8(0xD800) == "\uFFFD");
  CHECK(utf8(0x110000) == "\uFFFD");
}

TEST_CASE("what could steer a terminal is shown instead") {
  CHECK(printable("plain ü") == "plain ü");
  CHECK(printable("\x1b[31m\n\t\x7f") == "\\x1b[31m\\x0a\\x09\\x7f");
  CHECK(printable("a\u202Eb\u2066\u2028") == "a\\u{202e}b\\u{2066}\\u{2028}");
  CHECK(printable("\u009b1m \xFF") == "\\x9b1m \\xff");
}

TEST_CASE("the distance between words is counted in edits") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("settle", "") == 6);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("publsih", "publish") == 2);
}

}  // namespace
}  // namespace mediumsync::core
