#include "render/inline.hpp"

#include <doctest/doctest.h>

#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

using core::Break;
using core::Marks;

TEST_CASE("marks and links nest in one order and open as rarely as it allows") {
  const Marks strong_em = Marks::strong | Marks::emphasis;
  const std::string a = "https://a.example";
  struct InlineRow {
    core::Inlines inlines;
    const char* html;
  };
  const InlineRow rows[] = {
      {{}, ""},
      {{run("text")}, "text"},
      {{run("s", Marks::strong), run("e", Marks::emphasis), run("c", Marks::code)},
       "<strong>s</strong><em>e</em><code>c</code>"},
      {{run("both", strong_em)}, "<strong><em>both</em></strong>"},
      {{run("a", Marks::strong), run("b", strong_em), run("c", Marks::strong)}, "<strong>a<em>b</em>c</strong>"},
      {{run("x", Marks::code, a)}, "<a href=\"https://a.example\"><code>x</code></a>"},
      {{run("go ", Marks::none, a), run("there", Marks::strong, a), run(" now")},
       "<a href=\"https://a.example\">go <strong>there</strong></a> now"},
      {{link("a", a), link("b", "https://b.example")},
       "<a href=\"https://a.example\">a</a><a href=\"https://b.example\">b</a>"},
      {{run("a"), Break{}, run("b")}, "a<br>b"},
      {{run("a", Marks::strong), Break{}, run("b", Marks::strong)}, "<strong>a<br>b</strong>"},
      {{run("a", Marks::strong), Break{}, run("b")}, "<strong>a</strong><br>b"},
      {{link("a", a), Break{}, Break{}, link("b", a)}, "<a href=\"https://a.example\">a<br><br>b</a>"},
      {{Break{}, run("a"), run(""), Break{}}, "a"},
      {{Break{}, Break{}}, ""},
  };
  for (const InlineRow& row : rows) CHECK(inline_html(row.inlines) == row.html);
}

TEST_CASE("text and attributes are escaped") {
  CHECK(inline_html({run("a < b && \"c\" > 'd'")}) == "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'");
  CHECK(inline_html({link("x", "https://a.example/?a=1&b=\"<2>\"")}) ==
        "<a href=\"https://a.example/?a=1&amp;b=%22%3C2%3E%22\">x</a>");
  CHECK(inline_html({run("a\x01\x1b[31m\nb")}) == "a[31m b");
}

TEST_CASE("only links that lead somewhere are links") {
  for (const char* href :
       {"https://a.example/x", "http://a.example", "mailto:a@b.example", "tel:+1", "HTTPS://A.example"}) {
    CAPTURE(href);
    CHECK(link_target(href) == href);
  }
  for (const char* href : {"", "x", "/x", "//a.example", "#f", "javascript:alert(1)", "JavaScript:x",
                           "data:text/html,x", "file:///etc/passwd", "http://", "vbscript:x", "https:x"}) {
    CAPTURE(href);
    CHECK_FALSE(link_target(href));
    CHECK(inline_html({link("text", href)}) == "text");
  }
  CHECK(link_target(" https://a.example/ü x ") == "https://a.example/%C3%BC%20x");
}

}  // namespace
}  // namespace mediumsync::render
