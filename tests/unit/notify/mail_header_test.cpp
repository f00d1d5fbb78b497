#include "notify/mail_header.hpp"

#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <vector>

#include "core/base64.hpp"
#include "messages.hpp"

namespace mediumsync::notify {
namespace {

std::string decoded(const std::string& words) {
  std::string text;
  std::istringstream stream(words);
  for (std::string word; stream >> word;) {
    CHECK(word.size() <= 75);
    CHECK(word.starts_with("=?UTF-8?B?"));
    CHECK(word.ends_with("?="));
    text += core::decode_base64(word.substr(10, word.size() - 12)).value();
  }
  return text;
}

TEST_CASE("plain text stands in a header as it is") {
  CHECK(encoded_words("Published: A title") == "Published: A title");
}

TEST_CASE("other text stands in encoded words of whole characters") {
  std::string text = "Grüße: ";
  for (int i = 0; i < 40; ++i) text += "日本語";
  CHECK(decoded(encoded_words(text)) == text);
  CHECK(encoded_words("=?not?=") == "=?UTF-8?B?PT9ub3Q/PQ==?=");
}

TEST_CASE("a header has one line whatever is in it") {
  const std::vector<std::string> texts{"a\r\nBcc: b", "a\nb", std::string("a\0b", 3), "\xff\xfe"};
  for (const std::string& text : texts) {
    const std::string header = encoded_words(text);
    CHECK(header.find_first_of("\r\n") == std::string::npos);
    CHECK(header.starts_with("=?UTF-8?B?"));
  }
}

TEST_CASE("a date is written as mail wants it") {
  CHECK(mail_date(at(5)) == "Fri, 15 Jan 2027 08:00:05 +0000");
}

}  // namespace
}  // namespace mediumsync::notify
