#include <doctest/doctest.h>
#include <vector>

#include "parse/document.hpp"
#include "unit/parse/describe.hpp"

namespace mediumsync::parse {
namespace {

const Context at_example{"post.md", "https://blog.example/posts/"};

struct Row {
  const char* source;
  const char* expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.source);
    CHECK(describe(markdown_body(row.source, at_example, 1).document) == row.expected);
  }
}

TEST_CASE("Markdown's text keeps its marks and loses its syntax") {
  check({
      {"Plain *em* **strong** `code`.", "p(Plain _em_ *strong* `code`.)"},
      {"***both***", "p(*_both_*)"},
      {"**[bold link](https://a.example)**", "p([*bold link*](https://a.example))"},
      {"one\ntwo", "p(one two)"},
      {"one  \ntwo\\\nthree", "p(one⏎two⏎three)"},
      {"1 \\* 2 &amp; &lt;b&gt; &copy;", "p(1 * 2 & <b> ©)"},
      {"`a  <b>`", "p(`a <b>`)"},
      {"https://a.example/x and www.b.example",
       "p([https://a.example/x](https://a.example/x) and [www.b.example](http://www.b.example))"},
      {"me@a.example", "p([me@a.example](mailto:me@a.example))"},
      {"~~old~~ price", "p(o̶l̶d̶ price)"},
      {"~~古い~~", "p(~~古い~~)"},
      {"a ~ b ~ c", "p(a ~ b ~ c)"},
      {"x<sup>2</sup> H<sub>2</sub>O", "p(x² H₂O)"},
      {"x<sup>q~</sup> a<sub>Q</sub>", "p(x^(q~) a_(Q))"},
      {"<kbd>Ctrl</kbd>+<kbd>C</kbd>", "p(`Ctrl`+`C`)"},
      {"<ins>in</ins> <mark>hi</mark> <u>under</u> <del>out</del>", "p(_in_ *hi* _under_ o̶u̶t̶)"},
      {"<abbr title=\"World Wide Web\">WWW</abbr>, <abbr title=\"World Wide Web\">WWW</abbr>",
       "p(WWW (World Wide Web), WWW)"},
      {"a <!-- hidden --> b", "p(a b)"},
      {"first\n\n---\n\nlast", "p(first) | hr | p(last)"},
      {"", ""},
      {"\n\n  \n", ""},
  });
}

TEST_CASE("Markdown's headings become large small and minor from the shallowest on") {
  check({
      {"# a\n\n## b\n\n### c\n\n#### d", "large(a) | small(b) | minor(c) | minor(d)"},
      {"### a\n\n##### b\n\n###### c", "large(a) | small(b) | minor(c)"},
      {"## a\n\n# b", "small(a) | large(b)"},
      {"Setext\n======\n\nminor\n-----", "large(Setext) | small(minor)"},
      {"> # quoted\n\n### own\n\n#### deeper", "quote{large(quoted)} | large(own) | small(deeper)"},
      {"## with `code` and [link](https://a.example)", "large(with `code` and [link](https://a.example))"},
  });
}

TEST_CASE("Markdown's lists keep depth order numbers and boxes") {
  check({
      {"- a\n- b", "list{{p(a)}, {p(b)}}"},
      {"- a\n\n- b", "list{{p(a)}, {p(b)}}"},
      {"3. a\n4. b", "list3{{p(a)}, {p(b)}}"},
      {"1. a\n   - b\n     1. c\n2. d", "list1{{p(a) | list{{p(b) | list1{{p(c)}}}}}, {p(d)}}"},
      {"- [ ] a\n- [x] b", "list{{[ ] p(a)}, {[x] p(b)}}"},
      {"- [ ] a\n\n- [X] b", "list{{[ ] p(a)}, {[x] p(b)}}"},
      {"- a\n\n  second\n\n      code\n", "list{{p(a) | p(second) | code(code)}}"},
      {"- a ![pic](https://a.example/p.png) b", "list{{p(a b) | image:https://a.example/p.png(pic)}}"},
      {"- ![pic](https://a.example/p.png) b", "list{{p(b) | image:https://a.example/p.png(pic)}}"},
      {"1. a\n2.\n3. c", "list1{{p(a)}, {}, {p(c)}}"},
  });
}

TEST_CASE("Markdown's code is whole and knows its language") {
  check({
      {"```go\nfunc main() {\n\tx := `<&>`\n}\n\n\n```", "code:go(func main() {⏎\tx := `<&>`⏎})"},
      {"```\n\nafter an empty line\n```", "code(⏎after an empty line)"},
      {"~~~ c++ title=\"x\"\nint x;\n~~~", "p(*x*) | code:c++(int x;)"},
      {"```{.python .numberLines}\nx\n```", "code:python(x)"},
      {"```rust,ignore\nx\n```", "code:rust(x)"},
      {"    indented\n      more", "code(indented⏎  more)"},
      {"```\n```", ""},
      {"<pre><code class=\"language-js\">a &lt; b</code></pre>", "code:js(a < b)"},
      {"{% highlight ruby linenos %}\n<% x %> **y**\n{% endhighlight %}\n", "code:ruby(<% x %> **y**)"},
      {"```\n{% highlight ruby %}\n```", "code({% highlight ruby %})"},
  });
}

TEST_CASE("Markdown's quotes nest and hold blocks") {
  check({
      {"> a\n> b", "quote{p(a b)}"},
      {"> a\n>\n> > b", "quote{p(a) | quote{p(b)}}"},
      {"> - a\n>\n> ```sh\n> x\n> ```", "quote{list{{p(a)}} | code:sh(x)}"},
  });
}

TEST_CASE("Markdown's images leave the text and keep what they say") {
  check({
      {"![alt *text*](https://a.example/p.png \"Title\")", "image:https://a.example/p.png(alt text \"Title\")"},
      {"before ![a](https://a.example/p.png) after", "p(before after) | image:https://a.example/p.png(a)"},
      {"![a](https://a.example/p.png)\n*caption*", "image:https://a.example/p.png(a) | p(_caption_)"},
      {"[![a](https://a.example/p.png)](https://b.example)", "image:https://a.example/p.png(a ->https://b.example)"},
      {"[![a](https://a.example/p.png)](https://a.example/p.png)", "image:https://a.example/p.png(a)"},
      {"![a](p.png)", "image:https://blog.example/posts/p.png(a)"},
      {"## head ![a](https://a.example/p.png)", "large(head) | image:https://a.example/p.png(a)"},
  });
}

TEST_CASE("Markdown's tables keep every cell its marks and its alignment") {
  check({
      {"| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | *2* | `3` | [4](https://a.example) |",
       "table:-<^>(a, b, c, d)/(1, _2_, `3`, [4](https://a.example))"},
      {"a|b\n-|-\n1\n", "table:--(a, b)/(1)"},
      {"a|b\n-|-\nx \\| y|![i](https://a.example/i.png) z\n\nafter",
       "p(_a_ · _b_) | p(*x | y*⏎b: z) | image:https://a.example/i.png(i) | p(after)"},
      {"a|b\n-|-\nx<br>y|z", "table:--(a, b)/(x⏎y, z)"},
  });
}

TEST_CASE("Markdown's footnotes are marked in the text and kept at the end") {
  check({
      {"a[^x] b[^y] c[^x]\n\n[^y]: **two**\n[^x]: one\n\n    more",
       "p(a[1] b[2] c[1]) | note:1{p(one) | p(more)} | note:2{p(*two*)}"},
      {"a[^x]\n\n[^x]: one[^y], [^z]\n\n[^y]: two", "p(a[1]) | note:1{p(one[2], [^z])} | note:2{p(two)}"},
      {"text\n\n[^lost]: never mentioned", "p(text) | p([^lost]: never mentioned)"},
      {"code\n\n```\n[^x]: y\n```", "p(code) | code([^x]: y)"},
  });
}

TEST_CASE("raw HTML in Markdown is read as HTML") {
  check({
      {"<details>\n<summary>More</summary>\n\nin **side**\n\n</details>", "p(*More*) | p(in *side*)"},
      {"<div align=\"center\">\n\n# T\n\n</div>", "large(T)"},
      {"<dl><dt>Term</dt><dd>What it is</dd></dl>", "p(*Term*⏎What it is)"},
      {"a <span style=\"x\">b</span> <T>c</T>", "p(a b c)"},
      {"<script>alert(1)</script>\n<style>p{}</style>\n\ntext", "p(text)"},
      {"<iframe src=\"https://www.youtube.com/embed/abc?start=5\"></iframe>",
       "embed(https://www.youtube.com/watch?v=abc&t=5)"},
      {"<iframe src=\"https://www.youtube.com/embed/abc\" />\n\nstill here",
       "embed(https://www.youtube.com/watch?v=abc) | p(still here)"},
      {"<div class=\"never closed>\n\nstill here", "p(still here)"},
      {"x[^n]\n\n[^n]: N\n\n<?php b\nc", "p(x[1]) | p(<?php b c) | note:1{p(N)}"},
      {"<div>\n<!x b\n\nc", "p(<!x b) | p(c)"},
      {"<div>a\n<span b\n\nc", "p(a <span b) | p(c)"},
      {"https://youtu.be/abc", "embed(https://www.youtube.com/watch?v=abc)"},
      {"see https://youtu.be/abc", "p(see [https://youtu.be/abc](https://youtu.be/abc))"},
  });
}

TEST_CASE("findings in Markdown carry the line of the file") {
  const char* source =
      "text\n"
      "\n"
      "a [bad](javascript:alert(1)) link\n"
      "and\n"
      "another [bad](vbscript:x) one\n"
      "\n"
      "<div>\n"
      "<p>\n"
      "<a href=\"data:text/html,x\">c</a></p>\n"
      "</div>\n"
      "\n"
      "| a |\n"
      "|---|\n"
      "| ![d](data:text/plain,AAAA) |\n";
  const Body body = markdown_body(source, Context{"post.md", std::nullopt}, 11);
  CHECK(describe(body.findings) == "link-unsafe:13 link-unsafe:15 link-unsafe:19 image-data:24");
  CHECK(describe(body.document) == "p(text) | p(a bad link and another bad one) | p(c) | table:-(a)/(d)");
}

}  // namespace
}  // namespace mediumsync::parse
