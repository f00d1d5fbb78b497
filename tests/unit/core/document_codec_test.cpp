#include "core/document_codec.hpp"

#include <doctest/doctest.h>
#include <string>

#include "support/document_printer.hpp"
#include "support/random_document.hpp"

namespace mediumsync::core {
namespace {

Document nested(int depth) {
  Block block{Paragraph{{Run{"deep", Marks::none, {}}}}};
  for (int i = 0; i < depth; ++i) block = {Quote{QuoteKind::block, {block}}};
  return {{block}, {}};
}

TEST_CASE("any document survives being stored") {
  support::RandomDocuments documents{1};
  for (int i = 0; i < 500; ++i) {
    const Document document = documents();
    const std::string bytes = encode(document);
    const auto decoded = decode_document(bytes);
    REQUIRE_MESSAGE(decoded, support::print(document));
    CHECK(*decoded == document);
    CHECK(encode(*decoded) == bytes);
  }
}

TEST_CASE("the stored form is what the databases out there hold") {
  const Document document{{{Paragraph{{Run{"Hi ", Marks::strong, {}}, Break{}, Run{"ü", Marks::none, "https://a.b"}}}},
                           {List{3, {{Task::done, {{Divider{}}}}}}}},
                          {{"1", {}}}};
  CHECK(encode(document) == "mediumsync-document 1\n2;P3;r1;3;Hi -br0;2;ü+11;https://a.bL+3;1;2;1;D1;1;10;");
}

TEST_CASE("a document cut short anywhere is refused") {
  support::RandomDocuments documents{2};
  for (int i = 0; i < 20; ++i) {
    const std::string bytes = encode(documents());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      CHECK_FALSE(decode_document(std::string_view(bytes).substr(0, length)));
    }
    CHECK_FALSE(decode_document(bytes + "x"));
  }
}

TEST_CASE("a document with a flipped bit is refused or is another one that has this very form") {
  support::RandomDocuments documents{3};
  for (int i = 0; i < 200; ++i) {
    std::string bytes = encode(documents());
    for (int flip = 0; flip < 50; ++flip) {
      std::string broken = bytes;
      broken[documents.below(broken.size())] ^= static_cast<char>(1U << documents.below(8));
      const auto decoded = decode_document(broken);
      if (decoded) CHECK(encode(*decoded) == broken);
    }
  }
}

TEST_CASE("lengths and numbers that lie are refused") {
  const std::string header = "mediumsync-document 1\n";
  for (const char* body :
       {"999999999999;", "-1;0;", "01;D0;", "+0;0;", "1;X0;", "1;H3;0;0;", "1;P1;r8;0;-0;", "1;L?0;0;", "1;C99;x-0;",
        "9223372036854775808;", "0;", "0;0", "1;Ix0;0;0;-0;", "", ";;", "0;0;0;"}) {
    CAPTURE(body);
    CHECK_FALSE(decode_document(header + body));
  }
  CHECK(decode_document(header + "0;0;"));
  CHECK_FALSE(decode_document("mediumsync-document 2\n0;0;"));
}

TEST_CASE("what nests as deeply as parsers allow is read and what would exhaust the stack is refused") {
  const Document deep = nested(max_nesting);
  CHECK(decode_document(encode(deep)) == deep);
  std::string bottomless = "mediumsync-document 1\n";
  for (int i = 0; i < 100000; ++i) bottomless += "1;Q0;";
  CHECK(decode_document(bottomless).error().message == "nested too deeply");
}

}  // namespace
}  // namespace mediumsync::core
