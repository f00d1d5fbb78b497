#include <doctest/doctest.h>
#include <limits>

#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

using core::Task;

TEST_CASE("a flat list stays a list") {
  const Row rows[] = {
      {{bullets({item("a"), item("b")})}, "<ul><li>a</li><li>b</li></ul>"},
      {{numbers({item("a"), item("b")})}, "<ol><li>a</li><li>b</li></ol>"},
      {{bullets({item("a", Task::done), item("b", Task::open)})}, "<ul><li>☑ a</li><li>☐ b</li></ul>"},
      {{bullets({item("a"), item("")})}, "<ul><li>a</li></ul>"},
      {{bullets({item("", Task::open)})}, "<ul><li>☐ </li></ul>"},
      {{numbers({item("a"), item(""), item("c")})}, "<ol><li>a</li><li>\u00A0</li><li>c</li></ol>"},
      {{bullets({})}, ""},
      {{numbers({})}, ""},
  };
  for (const Row& row : rows) CHECK(html_of(row.blocks) == row.html);
}

TEST_CASE("an inner list becomes lines of its parent's item") {
  const core::Block deep = bullets({item({paragraph("child"), bullets({item("grandchild")})})});
  const Row rows[] = {
      {{bullets({item({paragraph("Parent"), deep}), item("next")})},
       "<ul><li>Parent<br>– child<br>\u00A0\u00A0– grandchild</li><li>next</li></ul>"},
      {{numbers({item("one"), item({paragraph("two"), numbers({item("x"), item("y")})}), item("three")})},
       "<ol><li>one</li><li>two<br>2.1 x<br>2.2 y</li><li>three</li></ol>"},
      {{numbers({item({paragraph("one"), numbers({item({paragraph("x"), numbers({item("deep")})})})})})},
       "<ol><li>one<br>1.1 x<br>\u00A0\u00A01.1.1 deep</li></ol>"},
      {{bullets({item({paragraph("a"), numbers({item("x")}, 3)})})}, "<ul><li>a<br>3. x</li></ul>"},
      {{numbers({item({paragraph("a"), bullets({item("b", Task::done)})})})}, "<ol><li>a<br>– ☑ b</li></ol>"},
      {{bullets({item({bullets({item("only inner")})})})}, "<ul><li>– only inner</li></ul>"},
      {{bullets({item({paragraph("a"), bullets({item({paragraph("b"), paragraph("more")})})})})},
       "<ul><li>a<br>– b<br>\u00A0\u00A0more</li></ul>"},
      {{bullets({item({paragraph("a"), paragraph("more")})})}, "<ul><li>a<br>more</li></ul>"},
      {{bullets({item({heading(core::HeadingLevel::large, "h")})})}, "<ul><li><strong>h</strong></li></ul>"},
  };
  for (const Row& row : rows) CHECK(html_of(row.blocks) == row.html);
}

TEST_CASE("a numbered list whose numbers Medium would lose becomes numbered paragraphs") {
  const std::string pre = "<pre data-code-block-mode=\"1\">x</pre>";
  struct LongRow {
    core::Blocks blocks;
    std::string html;
  };
  const LongRow rows[] = {
      {{numbers({item("c"), item("d")}, 3)}, "<p>3. c</p><p>4. d</p>"},
      {{numbers({item("zero")}, 0)}, "<p>0. zero</p>"},
      {{numbers({item({paragraph("a"), code("x")}), item("b")})}, "<p>1. a</p>" + pre + "<p>2. b</p>"},
      {{numbers({item({paragraph("a"), paragraph("more")}), item("b")})}, "<p>1. a</p><p>more</p><p>2. b</p>"},
      {{numbers({item({code("x")}), item("b")})}, "<p>1. </p>" + pre + "<p>2. b</p>"},
      {{numbers({item({paragraph("a"), bullets({item("b")})}), item("c")}, 2)}, "<p>2. a<br>– b</p><p>3. c</p>"},
      {{numbers({item({paragraph("a"), numbers({item({paragraph("b"), code("x")}), item("c")})})})},
       "<p>1. a<br>1.1 b</p>" + pre + "<p>1.2 c</p>"},
      {{numbers({item("a", Task::open)}, 5)}, "<p>5. ☐ a</p>"},
  };
  for (const LongRow& row : rows) CHECK(html_of(row.blocks) == row.html);
}

TEST_CASE("a bulleted list is interrupted for what an item can not hold") {
  const std::string figure = "<figure><img src=\"upload:i.png\" alt=\"alt\"></figure>";
  CHECK(html_of({bullets({item({paragraph("a"), local_image("i.png")}), item("b")})}) ==
        "<ul><li>a</li></ul>" + figure + "<ul><li>b</li></ul>");
  CHECK(html_of({bullets({item({local_image("i.png"), paragraph("after"), paragraph("more")}), item("b")})}) ==
        figure + "<p>after</p><p>more</p><ul><li>b</li></ul>");
  CHECK(html_of(
            {bullets({item({paragraph("a"), bullets({item({paragraph("b"), local_image("i.png")}), item("c")})})})}) ==
        "<ul><li>a<br>– b</li></ul>" + figure + "<p>– c</p>");
  CHECK(html_of({bullets({item({paragraph("a"), quote({paragraph("q")})})})}) ==
        "<ul><li>a</li></ul><blockquote>q</blockquote>");
}

TEST_CASE("a list at the end of the numbers does not overflow") {
  CHECK(html_of({numbers({item("a"), item("b")}, std::numeric_limits<std::int64_t>::max())}) ==
        "<p>9223372036854775807. a</p><p>-9223372036854775808. b</p>");
}

}  // namespace
}  // namespace mediumsync::render
