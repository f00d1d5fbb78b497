// Tags of site generators in Markdown: those that mean something here, and those that go.
#include <doctest/doctest.h>
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
      {"{% img left /i/a.png 300 200 \"title\" %}", "image:https://blog.example/i/a.png()"},
      {"{% include figure.html src=\"a.png\" %}", "image:https://blog.example/posts/a.png()"},
  });
}

TEST_CASE("code in shortcodes is code") {
  check_markdown({
      {"{% highlight ruby linenos %}\n<% x %> **y**\n{% endhighlight %}\n", "code:ruby(<% x %> **y**)"},
      {"{%- highlight go -%}\nx\n{%- endhighlight -%}", "code:go(x)"},
      {"{{< highlight go \"linenos=table\" >}}\n{{ x }}\n{{< /highlight >}}", "code:go({{ x }})"},
      {"{% codeblock Title lang:js %}\nx\n{% endcodeblock %}", "code:js(x)"},
      {"- a\n\n  {% highlight go %}\n  x\n  {% endhighlight %}\n", "list{{p(a) | code:go(x)}}"},
      {"{% highlight ruby %}\nnever closed", "p(never closed)"},
  });
}

TEST_CASE("boxes in shortcodes become labelled quotes") {
  check_markdown({
      {"{{% notice warning %}}\nMind *this*.\n{{% /notice %}}", "quote{p(*Warning:* Mind _this_.)}"},
      {"{{% alert title=\"Careful\" color=\"info\" %}}\n\na\n\n- b\n{{% /alert %}}\nafter",
       "quote{p(*Careful:*) | p(a) | list{{p(b)}}} | p(after)"},
      {"{% note %}\na\n{% endnote %}", "quote{p(*Note:* a)}"},
      {"{{< details \"More\" >}}\na\n{{< /details >}}", "p(*More*⏎a)"},
      {"{{% alert %}}one line{{% /alert %}}", "p(*Note:* one line)"},
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
      {"[a][r] b\n\n[r]: {{ site.repo }}/issues\n[s]: https://a.example", "p(a b)", "shortcode-unknown:3"},
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
