#include <doctest/doctest.h>

#include "render/code_language.hpp"
#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

TEST_CASE("a code block is one pre with its language") {
  const Row rows[] = {
      {{code("x := 1\ny", "go")}, "<pre data-code-block-mode=\"2\" data-code-block-lang=\"go\">x := 1\ny</pre>"},
      {{code("x", "brainfuck")}, "<pre data-code-block-mode=\"1\">x</pre>"},
      {{code("x")}, "<pre data-code-block-mode=\"1\">x</pre>"},
      {{code("if (a < b && c) \"d\"", "C++")},
       "<pre data-code-block-mode=\"2\" data-code-block-lang=\"cpp\">if (a &lt; b &amp;&amp; c) &quot;d&quot;</pre>"},
      {{code("a\n\n \t\nb")}, "<pre data-code-block-mode=\"1\">a\n\u00A0\n\u00A0\nb</pre>"},
      {{code("\ta\n  \tb\nab\tc\n日\td")}, "<pre data-code-block-mode=\"1\">    a\n    b\nab  c\n日  d</pre>"},
      {{code("a\r\nb")}, "<pre data-code-block-mode=\"1\">a\nb</pre>"},
      {{code(" \n\t")}, ""},
  };
  for (const Row& row : rows) CHECK(html_of(row.blocks) == row.html);
}

TEST_CASE("a language is known by every name that blogs give it") {
  struct LanguageRow {
    const char* written;
    const char* language;
  };
  const LanguageRow rows[] = {
      {"go", "go"},
      {"Python", "python"},
      {"js", "javascript"},
      {"sh", "bash"},
      {"console", "shell"},
      {"py", "python"},
      {"c++", "cpp"},
      {"C#", "csharp"},
      {"yml", "yaml"},
      {"toml", "ini"},
      {"html", "xml"},
      {"text", "plaintext"},
      {"rust,ignore", "rust"},
      {"rust ignore", "rust"},
      {"js {3-5}", "javascript"},
      {"{.python .numberLines}", "python"},
      {"language-go", "go"},
      {"ts:app.ts", "typescript"},
  };
  for (const LanguageRow& row : rows) {
    CAPTURE(row.written);
    CHECK(medium_language(row.written) == row.language);
  }
  for (const char* written : {"", " ", "dockerfile", "mermaid", "{}", "\"><img>"})
    CHECK_FALSE(medium_language(written));
}

}  // namespace
}  // namespace mediumsync::render
