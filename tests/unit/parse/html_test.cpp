#include <doctest/doctest.h>
#include <vector>

#include "parse/document.hpp"
#include "unit/parse/describe.hpp"

namespace mediumsync::parse {
namespace {

const Context at_example{"entry", "https://blog.example/2024/post"};

struct Row {
  const char* source;
  const char* expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.source);
    CHECK(describe(html_body(row.source, at_example).document) == row.expected);
  }
}

TEST_CASE("HTML's white space shows as a browser shows it") {
  check({
      {"<p> a\n b </p>\n<p>c</p>", "p(a b) | p(c)"},
      {"<p>a<b> b</b> <i>c </i>d</p>", "p(a* b* _c _d)"},
      {"<p>a <br> b<br/></p>", "p(a⏎b)"},
      {"<p>a&nbsp; b</p>", "p(a\u00A0 b)"},
      {"<div>a<div>b</div>c</div>", "p(a) | p(b) | p(c)"},
      {"text <p>p", "p(text) | p(p)"},
      {"<p><br></p><p> </p>", ""},
      {"<p>a</p><div class=\"never closed>b", "p(a) | p(<div class=\"never closed>b)"},
      {"a < b <3 and <> c", "p(a < b <3 and <> c)"},
      {"a </ b <! c <? d", "p(a </ b <! c <? d)"},
  });
}

TEST_CASE("HTML's inline elements become Medium's few") {
  check({
      {"<cite>a</cite> <dfn>b</dfn> <var>c</var>", "p(_a_ _b_ _c_)"},
      {"<samp>a</samp> <tt>b</tt> <q>c</q>", "p(`a` `b` “c”)"},
      {"<s>a</s> <strike>é</strike>", "p(a\u0336 é\u0336)"},
      {"<del>a <code>b</code></del>", "p(~~a `b`~~)"},
      {"<ruby>漢<rt>kan</rt></ruby>", "p(漢(kan))"},
      {"<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "p(漢(kan))"},
      {"<img class=emoji alt=\"😀\" src=x.png> hi", "p(😀 hi)"},
      {"<math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">x^2</annotation></semantics></math>",
       "p(x²)"},
      {"<svg><title>icon</title><style>a{}</style><text>drawn</text></svg> on", "p(drawn on)"},
      {"<x-widget>inner <b>text</b></x-widget>", "p(inner *text*)"},
  });
}

TEST_CASE("HTML's code is found in the ways of the highlighters") {
  check({
      {"<pre>a\n  b</pre>", "code(a⏎  b)"},
      {"<pre><code class=\"lang-py\">a</code></pre>", "code:py(a)"},
      {"<div class=\"highlight highlight-source-shell\"><pre>ls <span>-l</span></pre></div>", "code:shell(ls -l)"},
      {"<pre data-lang=go>a</pre>", "code:go(a)"},
      {"<pre class=\"brush: php\">a</pre>", "code:php(a)"},
      {"<pre class=\"sourceCode haskell\"><code class=\"sourceCode haskell\">a</code></pre>", "code:haskell(a)"},
      {"<figure class=\"highlight js\"><table><tr><td class=gutter><pre>1\n2</pre></td><td "
       "class=code><pre>a<br>b</pre></td></tr></table></figure>",
       "code:js(a⏎b)"},
      {"<div class=language-rb><div class=highlight><pre><span class=lineno>1 </span>a</pre></div></div>",
       "code:rb(a)"},
  });
}

TEST_CASE("lines of code that are elements stay lines") {
  check({
      {"<pre><ol><li>a</li>\n<li>b</li><li></li><li>c</li></ol></pre>", "code(a⏎b⏎⏎c)"},
      {"<pre><div class=line>a</div><div class=line>  b</div></pre>", "code(a⏎  b)"},
      {"<pre>$ x\n<div>a</div>\n<div>b</div>c</pre>", "code($ x⏎a⏎b⏎c)"},
      {"<pre><code><span style=\"display: block\">a</span><span style=display:block>b</span></code></pre>",
       "code(a⏎b)"},
      {"<pre><span class=line>a</span>\n<span class=line></span>\n<span class=line>b</span></pre>", "code(a⏎⏎b)"},
      {"<pre><span class=line>a</span><span class=line>b <i>c</i></span></pre>", "code(a⏎b c)"},
      {"<pre><span class=line>a</span><br><span class=line>b</span></pre>", "code(a⏎b)"},
      {"<pre><p>a</p><p>b</p></pre>", "code(a⏎b)"},
      {"<pre><code><table class=hljs-ln><tr><td class=hljs-ln-numbers>1</td><td "
       "class=hljs-ln-code>a</td></tr>\n<tr><td "
       "class=hljs-ln-numbers>2</td><td class=hljs-ln-code>b</td></tr></table></code></pre>",
       "code(a⏎b)"},
  });
}

TEST_CASE("code in tables loses its numbers and nothing else") {
  check({
      {"<table class=\"highlight js-file-line-container\"><tr><td class=\"blob-num js-line-number\" "
       "data-line-number=1></td><td class=\"blob-code\">a <b>b</b></td></tr>\n<tr><td class=blob-num "
       "data-line-number=2></td><td class=blob-code>  c</td></tr></table>",
       "code(a b⏎  c)"},
      {"<div class=\"language-go highlighter-rouge\"><table class=rouge-table><tr><td class=\"rouge-gutter gl\"><pre "
       "class=lineno>1\n2\n</pre></td><td class=rouge-code><pre>a\nb\n</pre></td></tr></table></div>",
       "code:go(a⏎b)"},
      {"<table class=crayon-table><tr><td class=crayon-nums><div class=crayon-num>1</div><div "
       "class=crayon-num>2</div></td><td class=crayon-code><div class=crayon-line>a</div><div "
       "class=crayon-line>b</div></td></tr></table>",
       "code(a⏎b)"},
      {"<div class=\"syntaxhighlighter php\"><table><tr><td class=gutter><div class=\"line number1\">1</div><div "
       "class=\"line number2\">2</div></td><td class=code><div class=container><div class=\"line number1\"><code>$a = "
       "</code><code>1</code></div><div class=\"line number2\"><code>b</code></div></div></td></tr></table></div>",
       "code:php($a = 1⏎b)"},
      {"<table><tr><td class=lineno>1</td><td class=code>a</td></tr><tr><td "
       "class=lineno>two</td><td>b</td></tr></table>",
       "table:--/(1, a)/(two, b)"},
  });
}

TEST_CASE("formulas in HTML are said once and as Markdown's are") {
  const std::string katex =
      "<span class=katex><span class=katex-mathml><math><semantics><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow>"
      "<annotation encoding=\"application/x-tex\">a^2</annotation></semantics></math></span><span class=katex-html "
      "aria-hidden=true><span class=base>a<span>2</span></span></span></span>";
  const std::string display =
      "<p>so <span class=katex-display><span class=katex><span class=katex-mathml><math display=block><semantics>"
      "<annotation encoding=\"application/x-tex\">x_Q</annotation></semantics></math></span><span class=katex-html "
      "aria-hidden=true>xQ</span></span></span>.</p>";
  check({
      {katex.c_str(), "p(a²)"},
      {display.c_str(), "p(so) | code:latex(x_Q) | p(.)"},
      {"a<span class=katex-html aria-hidden=true>b</span>", "p(ab)"},
      {"<p>so <script type=\"math/tex\">a^2</script></p>", "p(so a²)"},
      {"<script type=\"math/tex; mode=display\">% <![CDATA[\nx_Q %]]></script>", "code:latex(x_Q)"},
      {"<p>x <span class=MathJax_Preview>a2</span><span class=MathJax><nobr aria-hidden=true>a2</nobr><span "
       "class=MJX_Assistive_MathML><math><msup><mi>a</mi><mn>2</mn></msup></math></span></span><script "
       "type=\"math/tex\">a^2</script> y</p>",
       "p(x a² y)"},
      {"<mjx-container><mjx-math aria-hidden=true></mjx-math><mjx-assistive-mml><math><mfrac><mn>1</mn><mi>n</mi>"
       "</mfrac></math></mjx-assistive-mml></mjx-container>",
       "p(1/n)"},
      {"<p><span class=\"math inline\">\\(a^2\\)</span> and <span class=\"math display\">\\[x_Q\\]</span></p>",
       "p(a² and) | code:latex(x_Q)"},
      {"<div class=\"math notranslate\">\\[E = mc^2\\]</div>", "p(E = mc²)"},
      {"<span class=math>no formula</span>", "p(no formula)"},
      {"<math><mi>sin</mi><mo>\u2061</mo><mi>x</mi><mo>+</mo><msqrt><mn>2</mn></msqrt></math>", "p(sin x+√2)"},
      {"<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi></"
       "math>",
       "p(∑ᵢ₌₁ⁿi)"},
      {"<math><mover><mi>x</mi><mo>¯</mo></mover></math>", "p(`\\overset{¯}{x}`)"},
      {"<math><mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable></math>", "p(a)"},
  });
}

TEST_CASE("HTML's lists are mended where they are broken") {
  check({
      {"<ul><li>a<ul><li>b</ul></ul>", "list{{p(a) | list{{p(b)}}}}"},
      {"<ul><li>a</li><ul><li>b</li></ul></ul>", "list{{p(a) | list{{p(b)}}}}"},
      {"<ol start=5><li>a<li>b</ol>", "list5{{p(a)}, {p(b)}}"},
      {"<ol><li value=3>a</ol>", "list3{{p(a)}}"},
      {"<ul>stray<li>a</ul>", "list{{p(stray)}, {p(a)}}"},
      {"<ul><li><p>a</p><pre>b</pre></li></ul>", "list{{p(a) | code(b)}}"},
      {"<ul><li><input type=checkbox checked> a</ul>", "list{{[x] p(a)}}"},
      {"<ul class=to-do-list><li><div class=\"checkbox checkbox-on\"></div> <span>a</span></li></ul><ul "
       "class=to-do-list><li><div class=\"checkbox checkbox-off\"></div>b</li></ul>",
       "list{{[x] p(a)}} | list{{[ ] p(b)}}"},
      {"<dl><dt>A<dt>B<dd>x<dd><p>y</p><ul><li>z</ul><dt>C<dd>w</dl>", "p(*A*⏎*B*⏎x⏎y) | list{{p(z)}} | p(*C*⏎w)"},
  });
}

TEST_CASE("tables with images are set row by row and each image stands behind its row") {
  check({
      {"<table><tr><th>Name<th>Shot<tr><td>a<td><img src=https://a.example/a.png alt=A><tr><td>b<td>text<img "
       "src=https://a.example/b.png alt=B></table>",
       "p(_Name_ · _Shot_) | p(*a*) | image:https://a.example/a.png(A \"Shot\") | p(*b*⏎Shot: text) | "
       "image:https://a.example/b.png(B)"},
      {"<table><tr><th>Before<th>After<tr><td><img src=https://a.example/a.png alt=A><td><img "
       "src=https://a.example/b.png alt=B title=own></table>",
       "p(_Before_ · _After_) | image:https://a.example/a.png(A \"Before\") | "
       "image:https://a.example/b.png(B \"own\")"},
      {"<table><tr><td><img src=https://a.example/a.png alt=A><td><img src=https://a.example/b.png alt=B></table>",
       "image:https://a.example/a.png(A) | image:https://a.example/b.png(B)"},
      {"<table><tr><th>a<th><img src=https://a.example/a.png alt=A><tr><td>1<td>2</table>",
       "p(_a_) | image:https://a.example/a.png(A) | p(*1*⏎2)"},
  });
}

TEST_CASE("WordPress's tags in HTML become what they mean") {
  check({
      {"<p>[caption id=\"a\"]<a href=https://b.example><img src=https://a.example/w.png alt=w></a> The "
       "<em>words</em>[/caption]</p>",
       "image:https://a.example/w.png(w \"The _words_\" ->https://b.example)"},
      {"<p>a</p>[embed]<a href=\"https://vimeo.com/1234\">https://vimeo.com/1234</a>[/embed]<p>b</p>",
       "p(a) | embed(https://vimeo.com/1234) | p(b)"},
      {"<p>[youtube https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;w=640]</p>",
       "embed(https://www.youtube.com/watch?v=dQw4w9WgXcQ)"},
      {"<p>[code lang=&#8221;python&#8221;]<br />if a &lt; b:<br />  c<br />[/code]</p>", "code:python(if a < b:⏎  c)"},
      {"<p>a [gallery ids=\"1,2\"] b</p>", "p(a b)"},
      {"<p>[video] and <code>[gallery ids=\"1\"]</code> [sic]</p>", "p([video] and `[gallery ids=\"1\"]` [sic])"},
      {"<a title='[gallery ids=\"1\"]' href=https://a.example>x</a>", "p([x](https://a.example))"},
  });
}

TEST_CASE("boxes of Sphinx and of GitHub are labelled quotes") {
  check({
      {"<div class=\"admonition warning\"><p class=\"admonition-title\">Warning</p><p>Mind.</p><p>b</p></div>",
       "quote{p(*Warning:* Mind.) | p(b)}"},
      {"<div class=\"markdown-alert markdown-alert-note\"><p "
       "class=\"markdown-alert-title\">Note</p><ul><li>a</ul></div>",
       "quote{p(*Note:*) | list{{p(a)}}}"},
      {"<div class=\"alert alert-info\">Words</div>", "quote{p(*Info:* Words)}"},
      {"<div class=\"alert\">Words</div><div class=note>x</div>", "p(Words) | p(x)"},
  });
}

TEST_CASE("numbers that count down do so") {
  check({
      {"<ol reversed><li>a<li>b<li>c</ol>", "p(3. a) | p(2. b) | p(1. c)"},
      {"<ol reversed start=10><li>a<li><p>b</p><p>c</p></ol>", "p(10. a) | p(9. b) | p(c)"},
  });
}

TEST_CASE("footnotes of Google Docs Word and LibreOffice are notes") {
  check({
      {"<p>a<sup><a href=\"#ftnt1\" id=\"ftnt_ref1\">[1]</a></sup> b</p><hr><div><p><a href=\"#ftnt_ref1\" "
       "id=\"ftnt1\">[1]</a><span> The note</span></p></div>",
       "p(a[1] b) | note:1{p(The note)}"},
      {"<p>a<a href=\"#_ftn1\" name=\"_ftnref1\"><span>[1]</span></a></p><div><hr><div id=ftn1><p><a "
       "href=\"#_ftnref1\" name=\"_ftn1\">[1]</a> The note<o:p></o:p></p></div></div>",
       "p(a[1]) | note:1{p(The note)}"},
      {"<p>a<a name=\"sdfootnote1anc\" href=\"#sdfootnote1sym\"><sup>1</sup></a></p><div id=\"sdfootnote1\"><p><a "
       "name=\"sdfootnote1sym\" href=\"#sdfootnote1anc\">1</a> The note</p></div>",
       "p(a[1]) | note:1{p(The note)}"},
  });
}

TEST_CASE("HTML's tables keep spans captions and nested blocks") {
  check({
      {"<table><caption>Cap</caption><thead><tr><th>a<th align=right>b</thead><tr><td>1<td>2</table>",
       "p(Cap) | table:->(a, b)/(1, 2)"},
      {"<table><tr><th>a<th>b<tr><td colspan=2>1<tr><td rowspan=2>x<td>y<tr><td>z</table>",
       "table:--(a, b)/(1)/(x, y)/(, z)"},
      {"<table><tr><td>a<td><p>b</p><p>c</p><ul><li>d</ul></table>", "table:--/(a, b⏎c⏎– d)"},
      {"<table><tr><td style=\"text-align:center\">a<td><pre>x\ny</pre></table>", "table:^-/(a, `x`⏎`y`)"},
      {"<table><tr><td>a<td><ul><li>b<ul><li>c</ul></ul></table>", "table:--/(a, – b⏎\u00A0\u00A0– c)"},
      {"<table><tr><td>a<td><table><tr><td><td>b<td><td>c<tr><td>d<td>e</table></table>",
       "table:--/(a, | b | | c⏎d | e)"},
      {"<h2>a<ol><li><ul><li>b</ul></ol></h2>", "large(a⏎1. – b)"},
      {"<table><tr><td>a<td><pre>if x:\n  y</pre></table>", "table:--/(a, `if x:`⏎`\u00A0\u00A0y`)"},
      {"<table><tr><td><p>only</p><p>layout</p></table>", "p(only) | p(layout)"},
      {"<table><tr><td>a<td><table><tr><td>b<td>c</table></table>", "table:--/(a, b | c)"},
  });
}

TEST_CASE("HTML's images are found behind what hides them") {
  check({
      {"<img src=/a.png alt=A>", "image:https://blog.example/a.png(A)"},
      {"<figure><img src=a.png alt=A title=T><figcaption>C <b>d</b></figcaption></figure>",
       "image:https://blog.example/2024/a.png(A \"C *d*\")"},
      {"<figure><a href=https://b.example><img src=a.png></a></figure>",
       "image:https://blog.example/2024/a.png( ->https://b.example)"},
      {"<figure><pre>x</pre><figcaption>C</figcaption></figure>", "code(x) | p(C)"},
      {"<img src=\"data:image/gif;base64,R0\" data-src=/b.png>", "image:https://blog.example/b.png()"},
      {"<img src=/s.png srcset=\"/m.png 500w, /l.png 1000w, /s.png 100w\">", "image:https://blog.example/l.png()"},
      {"<picture><source srcset=/p.webp><img src=/p.png></picture>", "image:https://blog.example/p.png()"},
      {"<img data-src=/b.png><noscript><img src=/b.png></noscript>", "image:https://blog.example/b.png()"},
      {"<noscript><img src=/c.png></noscript>", "image:https://blog.example/c.png()"},
      {"<p>a<img src=https://t.example/p.gif width=1 height=1></p>", "p(a)"},
      {"<img alt=A src=\"data:image/svg+xml,%3Csvg viewBox='0 0 3 2'%3E%3C/svg%3E\">b", "p(b)"},
      {"<img alt=A src=\"data:image/svg+xml;base64,PHN2Zy8+\">b", "p(b)"},
      {"<img alt=A src=\"data:image/svg+xml,%3Csvg%3E%3Ccircle r='4'/%3E%3C/svg%3E\">",
       "local:data:image/svg+xml,%3Csvg%3E%3Ccircle r='4'/%3E%3C/svg%3E(A)"},
  });
}

TEST_CASE("HTML's frames and media become embeds or links") {
  check({
      {"<iframe src=//player.vimeo.com/video/123?h=x></iframe>", "embed(https://vimeo.com/123)"},
      {"<iframe src=https://player.vimeo.com/video/123?h=0a1b2c&amp;x=1></iframe>",
       "embed(https://vimeo.com/123/0a1b2c)"},
      {"<p>https://vimeo.com/123/0a1b2c</p>", "embed(https://vimeo.com/123/0a1b2c)"},
      {"<div>\nhttps://www.youtube.com/watch?v=abc\n</div>", "embed(https://www.youtube.com/watch?v=abc)"},
      {"<p>see https://vimeo.com/123</p><p><code>https://vimeo.com/123</code></p>",
       "p(see https://vimeo.com/123) | p(`https://vimeo.com/123`)"},
      {"<script src=https://gist.github.com/jane/abc.js></script>", "embed(https://gist.github.com/jane/abc)"},
      {"<iframe src=https://codepen.io/jane/embed/xyz?x=1></iframe>", "embed(https://codepen.io/jane/pen/xyz)"},
      {"<iframe src=https://maps.example/x title=Map></iframe>", "p([▶ Map](https://maps.example/x))"},
      {"<video src=/v.mp4 poster=/v.jpg>old browser</video>",
       "image:https://blog.example/v.jpg(v.mp4) | p([▶ v.mp4](https://blog.example/v.mp4))"},
      {"<audio><source src=/a.mp3></audio>", "p([▶ a.mp3](https://blog.example/a.mp3))"},
      {"<object data=https://www.youtube.com/v/abc><embed src=x></object>",
       "embed(https://www.youtube.com/watch?v=abc)"},
  });
}

TEST_CASE("HTML's footnotes are known in every tool's dress") {
  check({
      {"<p>a<sup id=fnref:1><a href=#fn:1 class=footnote>1</a></sup></p><div class=footnotes><ol><li id=fn:1><p>n <a "
       "href=#fnref:1 class=reversefootnote>↩</a></p></ol></div>",
       "p(a[1]) | note:1{p(n)}"},
      {"<p>a<a href=#fn1 class=footnote-ref id=fnref1><sup>1</sup></a></p><section role=doc-endnotes><hr><ol><li "
       "id=fn1>n<a href=#fnref1 role=doc-backlink>↩</a></ol></section>",
       "p(a[1]) | note:1{p(n)}"},
  });
}

TEST_CASE("what is never closed hides no words") {
  check({
      {"<p>a<a href=#fnref>b", "p(a[b](https://blog.example/2024/post#fnref))"},
      {"a<div class=footnotes><ol><li id=x>n</ol></div><a href=#x>b", "p(ab[1]) | note:1{p(n)}"},
      {"a<div class=footnotes><ol><li id=x>n</ol>b", "p(a) | list1{{p(n)}} | p(b)"},
      {"a<template>b", "p(a b)"},
      {"<table><caption>C<template>c><col><th>b<tr>c</table>d", "p(c) | p(C c>) | table:-/(b) | p(d)"},
      {"<svg><desc>b", "p(b)"},
      {"<object data=https://www.youtube.com/v/abc>b", "embed(https://www.youtube.com/watch?v=abc) | p(b)"},
      {"<blockquote class=twitter-tweet><a href=https://twitter.com/a/status/1>x</a>b",
       "quote{p([x](https://twitter.com/a/status/1)b)}"},
      {"<math><annotation encoding=tex>x</annotation>b", "p(xb)"},
      {"<p>a</p><div class=sharedaddy>b", "p(a) | p(b)"},
  });
}

TEST_CASE("links to notes keep the words of the author") {
  check({
      {"<p><a href=#x>as the second of our surveys has shown</a></p><div class=footnotes><ol><li id=x>n</ol></div>",
       "p(as the second of our surveys has shown[1]) | note:1{p(n)}"},
      {"<p>n <a href=#fnref1>Return to footnote 1 in the text</a></p>", "p(n)"},
  });
}

TEST_CASE("links are absolute or only their text") {
  check({
      {"<a href=/x>a</a>", "p([a](https://blog.example/x))"},
      {"<a href=../y?z>a</a>", "p([a](https://blog.example/y?z))"},
      {"<a href=//c.example>a</a>", "p([a](https://c.example))"},
      {"<a href=#part>a</a>", "p([a](https://blog.example/2024/post#part))"},
      {"<a href=#>a</a> <a name=x>b</a> <a href=\"\">c</a>", "p(a b c)"},
      {"<a href=\"JaVaScRiPt:x\">a</a> <a href=\"java\nscript:x\">b</a>", "p(a b)"},
      {"<a href=mailto:a@b.example>a</a>", "p([a](mailto:a@b.example))"},
      {"<a href=\"https://a.example/ü x\">a</a>", "p([a](https://a.example/%C3%BC%20x))"},
      {"<h2>Head <a class=anchor href=#head>#</a></h2>", "large(Head)"},
  });
}

TEST_CASE("without a base relative references stay text and are told") {
  const Body body = html_body("<p><a href=/x>a</a> <a href=#y id=y>b</a></p>\n<p><img src=i.png alt=pic></p>",
                              Context{"entry", std::nullopt});
  CHECK(describe(body.document) == "p(a b) | p(pic)");
  CHECK(describe(body.findings) == "link-relative:1 image-relative:2");
}

}  // namespace
}  // namespace mediumsync::parse
