// Tags of site generators in Markdown: those that mean something here, and those that go.
#include <algorithm>
#include <doctest/doctest.h>
#include <string_view>
#include <vector>

#include "parse/document.hpp"
#include "unit/parse/markdown_rows.hpp"

namespace mediumsync::parse {
namespace {

TEST_CASE("players in shortcodes become embeds") {
  const char* video = "embed(https://www.youtube.com/watch?v=dQw4w9WgXcQ)";
  check_markdown({
      {"{% youtube dQw4w9WgXcQ %}", video},
      {"{% youtube \"https://youtu.be/dQw4w9WgXcQ\" %}", video},
      {"{% include youtube.html id=\"dQw4w9WgXcQ\" %}", video},
      {"{% include embed/youtubePlayer.html video='dQw4w9WgXcQ' %}", video},
      {"{{< youtube dQw4w9WgXcQ >}}", video},
      {"{{< youtube id=\"dQw4w9WgXcQ\" title=\"x\" >}}", video},
      {"{{video \"https://www.youtube.com/embed/dQw4w9WgXcQ\"}}", video},
      {"<YouTube id=\"dQw4w9WgXcQ\" />", video},
      {"<YouTube\n  id={\"dQw4w9WgXcQ\"}\n/>", video},
      {"{% vimeo 123456 %}", "embed(https://vimeo.com/123456)"},
      {"{{< vimeo 123456 >}}", "embed(https://vimeo.com/123456)"},
      {"{% gist jane/abc123 %}", "embed(https://gist.github.com/jane/abc123)"},
      {"{{< gist jane abc123 >}}", "embed(https://gist.github.com/jane/abc123)"},
      {"{{< tweet user=\"jane\" id=\"20\" >}}", "embed(https://twitter.com/jane/status/20)"},
      {"{{< tweet 20 >}}", "embed(https://twitter.com/i/status/20)"},
      {"{% twitter https://twitter.com/jane/status/20 %}", "embed(https://twitter.com/jane/status/20)"},
      {"{% embed https://vimeo.com/123456 %}", "embed(https://vimeo.com/123456)"},
      {"{% embed https://a.example/x %}", "p([https://a.example/x](https://a.example/x))"},
      {"before {{< youtube dQw4w9WgXcQ >}} after",
       "p(before) | embed(https://www.youtube.com/watch?v=dQw4w9WgXcQ) | p(after)"},
      {"{% include youtube.html id=page.video %}", "", "shortcode-unknown:1"},
  });
}

TEST_CASE("figures in shortcodes become images with their captions") {
  check_markdown({
      {"{{< figure src=\"a.png\" alt=\"x\" caption=\"A \\\"b\\\"\" >}}",
       "image:https://blog.example/posts/a.png(x \"A \"b\"\")"},
      {"{{< figure\n  src=\"a b.png\"\n  link=\"https://b.example\" >}}",
       "image:https://blog.example/posts/a%20b.png( ->https://b.example)"},
      {"{% img left /i/a.png 300 200 \"title\" %}", "image:https://blog.example/i/a.png( \"title\")"},
      {"{% include figure.html src=\"a.png\" %}", "image:https://blog.example/posts/a.png()"},
  });
}

TEST_CASE("code in shortcodes is code") {
  check_markdown({
      {"{% highlight ruby linenos %}\n<% x %> **y**\n{% endhighlight %}\n", "code:ruby(<% x %> **y**)"},
      {"{%- highlight go -%}\nx\n{%- endhighlight -%}", "code:go(x)"},
      {"{{< highlight go \"linenos=table\" >}}\n{{ x }}\n{{< /highlight >}}", "code:go({{ x }})"},
      {"{% codeblock Title lang:js %}\nx\n{% endcodeblock %}", "p(*Title*) | code:js(x)"},
      {"- a\n\n  {% highlight go %}\n  x\n  {% endhighlight %}\n", "list{{p(a) | code:go(x)}}"},
      {"{% highlight ruby %}\nnever closed", "p(never closed)"},
  });
}

TEST_CASE("WordPress's tags in Markdown become what they mean") {
  check_markdown({
      {"[caption id=\"a\" width=\"300\"]<img src=\"https://a.example/w.png\" alt=\"w\" /> The *words*[/caption]",
       "image:https://a.example/w.png(w \"The _words_\")"},
      {"[caption][![w](https://a.example/w.png)](https://b.example) Words[/caption]",
       "image:https://a.example/w.png(w \"Words\" ->https://b.example)"},
      {"[caption id=\"a\"]only words[/caption]", "p(only words)", "shortcode-unknown:1"},
      {"[embed]https://vimeo.com/1234[/embed]", "embed(https://vimeo.com/1234)"},
      {"[embed width=\"3\"]https://a.example/x[/embed]", "p([https://a.example/x](https://a.example/x))"},
      {"[youtube https://www.youtube.com/watch?v=dQw4w9WgXcQ]", "embed(https://www.youtube.com/watch?v=dQw4w9WgXcQ)"},
      {"[vimeo 1234]", "embed(https://vimeo.com/1234)"},
      {"x\n\n[gallery ids=\"1,2\"]\n\ny", "p(x) | p(y)", "shortcode-unknown:3"},
      {"[code lang=\"python\"]\nif a < b:\n\n    *c*\n[/code]\n\nx", "code:python(if a < b:⏎⏎    *c*) | p(x)"},
      {"[sourcecode language='js']a*b*c = 1;[/sourcecode]", "code:js(a*b*c = 1;)"},
      {"[php]\necho 1;\n[/php]", "code:php(echo 1;)"},
      {"[vc_row][vc_column_text]Words[/vc_column_text][/vc_row]", "p(Words)",
       "shortcode-unknown:1 shortcode-unknown:1"},
      {"[contact-form-7 id=\"1\" title=\"Contact\"]", "", "shortcode-unknown:1"},
  });
}

TEST_CASE("words in brackets that are no tags stay") {
  for (const char* words :
       {"[video] and [audio] files", "[code] is law", "a[0] [sic] [1]", "[the gallery] opens", "[embed this]",
        "[caption] it", "see [php] too", "[[gallery ids=1]]", "[python 3] rocks", "[/code]"}) {
    CAPTURE(words);
    const Body body = markdown_body(words, {"post.md", std::nullopt}, 1);
    CHECK(core::plain_text(body.document).find(std::string_view(words).substr(2, 3)) != std::string::npos);
    CHECK(std::ranges::none_of(body.findings, [](const auto& one) { return one.code == "shortcode-unknown"; }));
  }
  check_markdown({
      {"[video](https://a.example) [audio][a]\n\n[a]: https://b.example",
       "p([video](https://a.example) [audio](https://b.example))"},
      {"`[gallery ids=\"1\"]`\n\n    [gallery ids=\"1\"]", "p(`[gallery ids=\"1\"]`) | code([gallery ids=\"1\"])"},
  });
}

TEST_CASE("MDX's modules and expressions go and what is read stays") {
  check_markdown({
      {"export const meta = {\n  a: 1,\n\n  b: '}'\n}\n\nx", "p(x)"},
      {"import {\n  A,\n  B\n} from 'x'\n\nx", "p(x)"},
      {"export function Box({children}) {\n  return <div>{children}</div>;\n}\n\nx", "p(x)"},
      {"export your data today.\n\nimport is a word", "p(export your data today.) | p(import is a word)"},
      {"<Button onClick={() => { go(\"x\") }}>Click</Button> me", "p(Click me)"},
      {"<img src={require('./i/a.png').default} alt=\"x\" width={200} />",
       "image:https://blog.example/posts/i/a.png(x)"},
      {"<img src={useBaseUrl(\"/i/a.png\")} alt=\"x\" />", "image:https://blog.example/i/a.png(x)"},
      {"import logo from './logo.png';\n\n<img src={logo} alt=\"x\" />",
       "image:https://blog.example/posts/logo.png(x)"},
      {"a <a href={url}>dyn</a> b", "p(a dyn b)", "shortcode-unknown:1"},
      {"<>frag *x*</>", "p(frag _x_)"},
      {"<p>{\"words *x*\"}</p> a", "p(words *x*) | p(a)"},
      {"<CodeBlock language=\"js\">{`a = 1;\nb < 2;`}</CodeBlock>", "code(a = 1;⏎b < 2;)", "element-unknown:1"},
      {"`<A b={1}>` and\n\n```\n<A b={1}>\n```", "p(`<A b={1}>` and) | code(<A b={1}>)"},
      {"<Callout type=\"warning\" title=\"Mind *this*\">body</Callout>", "quote{p(*Warning: Mind *this*:* body)}"},
      {"<Card title=\"The title\" href=\"/x\">\n  body\n</Card>", "p(*The title* body)", "element-unknown:1"},
      {"a <Tooltip text=\"Meant so\">word</Tooltip> b", "p(a word Meant so b)", "element-unknown:1"},
      {"if a={1} then <b>x</b>", "p(if a={1} then *x*)"},
  });
}

TEST_CASE("boxes in shortcodes become labelled quotes") {
  check_markdown({
      {"{{% notice warning %}}\nMind *this*.\n{{% /notice %}}", "quote{p(*Warning:* Mind _this_.)}"},
      {"{{% alert title=\"Careful\" color=\"info\" %}}\n\na\n\n- b\n{{% /alert %}}\nafter",
       "quote{p(*Careful:*) | p(a) | list{{p(b)}}} | p(after)"},
      {"{% note %}\na\n{% endnote %}", "quote{p(*Note:* a)}"},
      {"{{< details \"More\" >}}\na\n{{< /details >}}", "p(*More*⏎a)"},
      {"{{% alert %}}one line{{% /alert %}}", "quote{p(*Note:* one line)}"},
  });
}

TEST_CASE("words within a tag stay") {
  check_markdown({
      {"{% include note.html content=\"Important words\" %}", "quote{p(*Note:* Important words)}"},
      {"{{< callout emoji=\"x\" text=\"Two words\" >}}", "quote{p(*Note:* Two words)}"},
      {"{{< note text=\"x y\" />}}\n\nafter", "quote{p(*Note:* x y)} | p(after)"},
      {"{{< alert \"One text alone\" >}}", "quote{p(*Note:* One text alone)}"},
      {"{% details Summary words %} Hidden {% enddetails %}", "p(*Summary words* Hidden)"},
      {"{% spoiler Title words %}\nx\n{% endspoiler %}", "p(*Title words*⏎x)"},
      {"{% blockquote Anna Lee, A Work https://a.example Its Title %}\nx\n{% endblockquote %}\nafter",
       "quote{p(x⏎— Anna Lee, A Work, [Its Title](https://a.example))} | p(after)"},
      {"{{< quote author=\"Anna\" >}}Said{{< /quote >}}", "quote{p(Said — Anna)}"},
      {"{{% notice warning \"Mind this\" %}}\nx\n{{% /notice %}}", "quote{p(*Warning: Mind this:*⏎x)}"},
      {"{{< admonition tip \"Title T\" true >}}\nx\n{{< /admonition >}}", "quote{p(*Tip: Title T:*⏎x)}"},
      {"{{< admonition type=tip title=\"T\" open=true >}}x{{< /admonition >}}", "quote{p(*Tip: T:* x)}"},
      {"{% note danger Title Words %}\nx\n{% endnote %}", "quote{p(*Danger: Title Words:*⏎x)}"},
      {"{{< card title=\"Card\" link=\"https://c.example\" subtitle=\"Of two\" class=\"a b\" >}}",
       "p(*Card* [Of two](https://c.example))", "shortcode-unknown:1"},
      {"{% post_link slug A title %}", "p(A title)", "shortcode-unknown:1"},
      {"{% link Text https://a.example _blank %}", "p([Text](https://a.example))", "shortcode-unknown:1"},
      {"{% assign x = \"not said\" %}{% wobble title=page.title %}y", "p(y)",
       "shortcode-unknown:1 shortcode-unknown:1"},
  });
}

TEST_CASE("words of figures stay") {
  check_markdown({
      {"{{< figure src=\"https://a.example/a.png\" title=\"Title\" caption=\"Words\" attr=\"Anna\" >}}",
       "image:https://a.example/a.png( \"Title. Words — Anna\")"},
      {"{{< figure src=\"https://a.example/a.png\" attr=\"Anna\" attrlink=\"https://b.example\" >}}",
       "image:https://a.example/a.png() | p([Anna](https://b.example))"},
      {"{% include image.html url=\"/a.png\" description=\"Two words\" %}",
       "image:https://blog.example/a.png( \"Two words\")"},
      {"{% asset_img slug.png 100 two words %}", "image:https://blog.example/posts/slug.png( \"two words\")"},
      {"{% img left /a.png 100 200 \"a title\" \"an alt\" %}", "image:https://blog.example/a.png(an alt \"a title\")"},
      {"{% picture a.jpg --alt two words %}", "image:https://blog.example/posts/a.jpg(two words)"},
      {"{% image a.png caption: \"two words\" %}", "image:https://blog.example/posts/a.png( \"two words\")"},
  });
}

TEST_CASE("the name of code stands before it") {
  check_markdown({
      {"{% codeblock lang:js title.js https://a.example some text %}\nx\n{% endcodeblock %}",
       "p(*title.js* [some text](https://a.example)) | code:js(x)"},
      {"{{< code language=\"go\" title=\"A b\" >}}\nx\n{{< /code >}}", "p(*A b*) | code:go(x)"},
      {"{% code title=\"x.js\" %}\n```js\ngb()\n```\n{% endcode %}", "p(*x.js*) | code:js(gb())"},
      {"{{< code >}}\n```go\nx\n```\n{{< /code >}}", "code:go(x)"},
      {"```yml title=\"x.yml\" {1}\na\n```", "p(*x.yml*) | code:yml(a)"},
      {"<b>z</b>\n\n```js:src/title.js\na\n```", "p(*z*) | p(*src/title.js*) | code:js(a)"},
      {"```js:title.js\na\n```", "p(*title.js*) | code:js(a)"},
      {"``` js Title here https://a.example more\na\n```", "p(*Title here* [more](https://a.example)) | code:js(a)"},
      {"```js {1,3-4} showLineNumbers\na\n```", "code:js(a)"},
      {"```rust,ignore\na\n```", "code:rust(a)"},
  });
}

TEST_CASE("formulas in shortcodes are formulas") {
  check_markdown({
      {"{% katex %}\nx^2\n{% endkatex %}", "p(x²)"},
      {"a {% katex inline %} x^2 {% endkatex %} b", "p(a x² b)"},
      {"{{< math >}}$$x^2$$\n{{< /math >}}", "p(x²)"},
  });
}

TEST_CASE("unknown tags go what they hold stays and a finding names them") {
  check_markdown({
      {"a {% wobble x=1 %}inner{% endwobble %} b", "p(a inner b)", "shortcode-unknown:1"},
      {"\n\n{{< tabs >}}\ninner\n{{< /tabs >}}", "p(inner)", "shortcode-unknown:3"},
      {"by {{ page.author }} here", "p(by here)", "shortcode-unknown:1"},
      {"{% if x %}\na\n{% else %}\nb\n{% endif %}", "p(a) | p(b)", "shortcode-unknown:1 shortcode-unknown:3"},
      {"{{ site.baseurl }}/x {% raw %}{{ kept }}{% endraw %}", "p(/x {{ kept }})"},
      {"[a]({{ site.baseurl }}/x)", "p([a](https://blog.example/x))"},
      {"[a]({{ \"/x\" | relative_url }})", "p([a](https://blog.example/x))"},
      {"[a]({% post_url 2020-01-01-x %}) b", "p(a b)", "shortcode-unknown:1"},
      {"[a]({{site.repo}}/issues) b", "p(a (…/issues) b)", "shortcode-unknown:1"},
      {"[a]({{ site.repo }}/a_b_c \"title\") b", "p(a (…/a_b_c) b)", "shortcode-unknown:1"},
      {"[a][r] b\n\n[r]: {{ site.repo }}/issues\n[s]: https://a.example", "p(a b)",
       "link-nowhere:1 shortcode-unknown:3"},
      {"<a href=\"{{ site.repo }}/x\">a</a>", "p(a)", "shortcode-unknown:1"},
      {"a{% comment %} b\n\nc {% endcomment %}d", "p(a) | p(d)"},
      {"a{{/* b */}}c {/* d */}e", "p(ac e)"},
      {"use {{</* youtube x */>}}", "p(use {{< youtube x >}})"},
      {"`{{ x }}` and\n\n```\n{% y %}\n```\n\n    {{ z }}", "p(`{{ x }}` and) | code({% y %}) | code({{ z }})"},
      {"never {{ closed and {% open", "p(never {{ closed and {% open)"},
      {"format!(\"{}\", {x})", "p(format!(\"{}\", {x}))"},
  });
}

TEST_CASE("lines that import components go") {
  check_markdown({
      {"import A from './a'\nimport './b.css';\nexport const x = 1;\n\ntext", "p(text)"},
      {"```js\nimport A from './a'\n```", "code:js(import A from './a')"},
      {"\timport \"testing\"", "code(import \"testing\")"},
      {"import duties from China are 5 %", "p(import duties from China are 5 %)"},
  });
}

}  // namespace
}  // namespace mediumsync::parse
