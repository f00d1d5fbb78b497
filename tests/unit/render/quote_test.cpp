#include <doctest/doctest.h>

#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

TEST_CASE("a quote holds lines and what it can not hold comes after it in order") {
  const core::Block twice = quote({quote({paragraph("deep")})});
  const Row rows[] = {
      {{quote({paragraph("a")})}, "<blockquote>a</blockquote>"},
      {{quote({paragraph("a"), paragraph("b")})}, "<blockquote>a<br>b</blockquote>"},
      {{quote({paragraph("a")}, core::QuoteKind::pull)}, "<blockquote class=\"graf--pullquote\">a</blockquote>"},
      {{quote({paragraph("a"), quote({paragraph("b")}), paragraph("c")})}, "<blockquote>a<br>&gt; b<br>c</blockquote>"},
      {{quote({twice})}, "<blockquote>&gt; &gt; deep</blockquote>"},
      {{quote({quote({paragraph({run("a"), core::Break{}, run("b")})})})}, "<blockquote>&gt; a<br>&gt; b</blockquote>"},
      {{quote({heading(core::HeadingLevel::large, "h"), paragraph("a")})},
       "<blockquote><strong>h</strong><br>a</blockquote>"},
      {{quote({paragraph("a"), bullets({item("x")}), paragraph("b")})},
       "<blockquote>a</blockquote><ul><li>x</li></ul><blockquote>b</blockquote>"},
      {{quote({code("x")})}, "<pre data-code-block-mode=\"1\">x</pre>"},
      {{quote({paragraph("a"), remote_image("https://a.example/i.png")})},
       "<blockquote>a</blockquote><figure><img src=\"https://a.example/i.png\" alt=\"alt\"></figure>"},
      {{quote({})}, ""},
      {{quote({paragraph(" ")})}, ""},
  };
  for (const Row& row : rows) CHECK(html_of(row.blocks) == row.html);
}

}  // namespace
}  // namespace mediumsync::render
