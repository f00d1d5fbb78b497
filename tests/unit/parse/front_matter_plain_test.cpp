// Plain front matter is read without yaml-cpp, and comes out as yaml-cpp would have it.
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "parse/decoding.hpp"
#include "parse/front_matter.hpp"

namespace mediumsync::parse {
namespace {

// All that a value says, its place too.
std::string spelled(const MatterValue& value) {
  std::string out = "@" + std::to_string(value.line) + "," + std::to_string(value.column) + " ";
  if (const Scalar* scalar = value.scalar())
    return out + std::to_string(static_cast<int>(scalar->kind)) + "<" + scalar->text + ">";
  if (const auto* list = value.list()) {
    out += "[";
    for (const MatterValue& one : *list) out += spelled(one) + ";";
    return out + "]";
  }
  if (const auto* table = value.table()) {
    out += "{";
    for (const MatterEntry& entry : *table) out += entry.key + "=" + spelled(entry.value) + ";";
    return out + "}";
  }
  return out + "null";
}

// Whether it was plain; where it was, both ways must agree.
bool agrees(std::string_view text) {
  const FrontMatterText matter{FrontMatterSyntax::yaml, text, 2};
  const auto plain = read_plain_yaml(matter);
  if (!plain) return false;
  CAPTURE(text);
  const auto any = read_any_yaml(matter);
  REQUIRE(any.has_value());
  CHECK(spelled(*plain) == spelled(*any));
  return true;
}

TEST_CASE("plain front matter is read as yaml-cpp reads it") {
  for (const char* text : {
           "title: A post",
           "title: A post\n",
           "title:   Spaces before and behind   \n",
           "title: \"Quoted: with # and ' in it\"\ndate: 2019-08-03\n",
           "title: 'Single: \"quoted\"'  \n",
           "title: \"\"\n",
           "title: ''\n",
           "title: \" spaces \"\n",
           "tags: [a, b]\n",
           "tags: [ two words , b-c,d ]\n",
           "tags: [2019, true, 1.5]\n",
           "draft: true\ncomments: no\nweight: 12\nversion: 1.2e3\n",
           "url: https://example.org/a/b\ntime: 10:30\n",
           "date: 2019-08-03 10:30:00 +0200\n",
           "title: What's new - really (a, b; c)!\n",
           "_key-1: x\n",
           "y: n\n",
       }) {
    CAPTURE(text);
    CHECK(agrees(text));
  }
}

TEST_CASE("what is not plain is left to yaml-cpp") {
  for (const char* text : {
           "",
           "\n",
           "title:\n",
           "title: null\n",
           "null: x\n",
           "tags: [null]\n",
           "tags: []\n",
           "tags: [a,]\n",
           "tags: [a\n",
           "tags: [\"a\"]\n",
           "tags:\n  - a\n",
           "title: two\n  lines\n",
           "title: a\ntitle: b\n",
           "title: a: b\n",
           "title: a:\n",
           "title: a # b\n",
           "title: \"a\\n\"\n",
           "title: \"a\" b\n",
           "title: 'it''s'\n",
           "title: \"open\n",
           "title: \"\n",
           "title: *a\n",
           "title: &a b\n",
           "title: !a b\n",
           "title: |\n  a\n",
           "title: > a\n",
           "title: {a: b}\n",
           "title: - a\n",
           "title:a\n",
           "- a\n",
           "# note\ntitle: a\n",
           "title: a\n\nurl: b\n",
           "title: a\tb\n",
           "title: a\r\n",
           "title: \xC3\xA9\n",
           "? a\n",
           "<<: a\n",
       }) {
    CAPTURE(text);
    CHECK_FALSE(read_plain_yaml({FrontMatterSyntax::yaml, text, 2}));
  }
}

TEST_CASE("both ways agree on whatever is put together of the characters of YAML") {
  constexpr std::string_view pieces[] = {"title", "a",   "null", "true", "12", "-", "- ",   ": ",  ":",  ", ", ",",
                                         " ",     "  ",  "\n",   "\n",   "[",  "]", "\"",   "'",   "#",  " #", "!",
                                         "!tag",  "&",   "*",    "?",    "? ", "{", "}",    "|",   ">",  "%",  "@",
                                         "`",     "~",   "\\",   "=",    "<<", ".", "_",    "/",   "(",  ")",  "\t",
                                         "---",   "...", "yes",  ";",    "e",  "+", "b: c", "x: ", "y: "};
  std::mt19937 random(1);
  const auto below = [&random](std::size_t count) { return random() % count; };
  int plain = 0;
  for (int i = 0; i < 300'000; ++i) {
    std::string text;
    for (std::size_t line = below(3) + 1; line > 0; --line) {
      text += std::string(1, static_cast<char>('a' + below(3))) + ": ";
      for (std::size_t left = below(6); left > 0; --left) text += pieces[below(std::size(pieces))];
      text += "\n";
    }
    plain += agrees(text) ? 1 : 0;
  }
  CHECK(plain > 3'000);
}

TEST_CASE("both ways agree on the front matter of the posts that are kept here") {
  for (const char* folder : {"data/posts", "bench/posts", "fuzz/corpus/front_matter", "fuzz/corpus/markdown"}) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(MEDIUMSYNC_SOURCE_DIR "/tests") / folder)) {
      if (!file.is_regular_file()) continue;
      std::ifstream stream(file.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
      const Decoded decoded = decode(bytes, Format::markdown);
      const auto split = split_front_matter(decoded.text);
      if (split && split->matter && split->matter->syntax == FrontMatterSyntax::yaml) agrees(split->matter->text);
    }
  }
}

}  // namespace
}  // namespace mediumsync::parse
