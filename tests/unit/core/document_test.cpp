#include "core/document.hpp"

#include <doctest/doctest.h>

namespace mediumsync::core {
namespace {

TEST_CASE("plain text has breaks as spaces and no marks") {
  const Inlines inlines{Run{"one", Marks::strong, {}}, Break{}, Run{"two", Marks::none, "https://a.example"}};
  CHECK(plain_text(inlines) == "one two");
}

TEST_CASE("every word of a document stands in its plain text in reading order") {
  const auto paragraph = [](const char* text) { return Block{Paragraph{{Run{text, Marks::none, {}}}}}; };
  Document document;
  document.blocks = {
      {Heading{HeadingLevel::large, {Run{"heading", Marks::none, {}}}}},
      paragraph("paragraph"),
      paragraph(""),
      {CodeBlock{"line 1\nline 2", "go"}},
      {Quote{QuoteKind::block, {paragraph("quoted")}}},
      {List{1, {ListItem{Task::open, {paragraph("item")}}}}},
      {Image{RemoteImage{"https://a.example/i.png"}, "alt", {Run{"caption", Marks::none, {}}}, {}}},
      {Divider{}},
      {Table{{}, {{Run{"head", Marks::none, {}}}}, {{{Run{"a", Marks::none, {}}}, {Run{"b", Marks::none, {}}}}}}},
  };
  document.footnotes = {{"1", {paragraph("note")}}};
  CHECK(plain_text(document) == "heading\nparagraph\nline 1\nline 2\nquoted\nitem\nalt\ncaption\nhead\na b\nnote");
}

}  // namespace
}  // namespace mediumsync::core
