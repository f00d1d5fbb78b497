#include <array>
#include <doctest/doctest.h>

#include "sandbox/model/graf.hpp"

using namespace mediumsync::sandbox;

namespace {

// Each graf on a line of its own: what kind it is, then its markup.
std::string drawn(const char* content, Format format = Format::html, Route route = Route::api) {
  std::string lines;
  for (const Graf& graf : draw(content, format, route)) {
    lines += std::string{name_of(graf.kind)};
    if (!graf.language.empty()) lines += "(" + graf.language + ")";
    if (!graf.src.empty()) lines += "[" + graf.src + "]";
    lines += ":" + graf.html + "|";
  }
  return lines;
}

struct Row {
  const char* rule;
  const char* content;
  const char* wanted;
};

constexpr std::array<Row, 40> rules{{
    {"first h1 is the title", "<h1>T</h1><p>a</p>", "title:T|paragraph:a|"},
    {"an h2 right after it is the subtitle", "<h1>T</h1>\n<h2>S</h2><h2>L</h2>", "title:T|subtitle:S|large:L|"},
    {"an h2 later is a large heading", "<h1>T</h1><p>a</p><h2>L</h2>", "title:T|paragraph:a|large:L|"},
    {"a second h1 is a large heading", "<h1>T</h1><h1>L</h1>", "title:T|large:L|"},
    {"h3 and h4 are small", "<h3>a</h3><h4>b</h4>", "small:a|small:b|"},
    {"h5 and h6 have no level", "<h5>a</h5><h6>b</h6>", "paragraph:a|paragraph:b|"},
    {"bold and italic keep", "<p><b>a</b> <i>b</i> <strong><em>c</em></strong></p>",
     "paragraph:<strong>a</strong> <em>b</em> <strong><em>c</em></strong>|"},
    {"unknown inline markup leaves its words", "<p><u>a</u><mark>b</mark><span style=\"x\">c</span></p>",
     "paragraph:abc|"},
    {"text is escaped", "<p>1 &lt; 2 &amp; \"x\"</p>", "paragraph:1 &lt; 2 &amp; &quot;x&quot;|"},
    {"a line break keeps", "<p>a<br>b</p>", "paragraph:a<br>b|"},
    {"white space collapses", "<p> a \n  b </p>", "paragraph:a b|"},
    {"links keep", "<p><a href=\"https://example.org/?a=1&amp;b=2\">x</a></p>",
     "paragraph:<a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener nofollow\">x</a>|"},
    {"relative links go and their words stay", "<p><a href=\"/a\">x</a> <a href=\"#b\">y</a></p>", "paragraph:x y|"},
    {"script links go", "<p><a href=\"javascript:alert(1)\">x</a></p>", "paragraph:x|"},
    {"scripts and styles are lost", "<script>a</script><style>b</style><p onclick=\"c\">d</p>", "paragraph:d|"},
    {"frames svg and maths are lost",
     "<iframe src=\"https://youtube.com/x\"></iframe><svg><text>a</text></svg><math><mi>b</mi></math>", ""},
    {"a flat list", "<ul><li>a</li><li>b</li></ul>", "bullet:a|bullet:b|"},
    {"a nested list is flattened", "<ol><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ol>",
     "numbered:a|bullet:b|bullet:c|numbered:d|"},
    {"paragraphs in an item run together", "<ul><li><p>a</p><p>b</p></li></ul>", "bullet:a b|"},
    {"a table falls into loose paragraphs", "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>",
     "paragraph:a|paragraph:b|paragraph:c|paragraph:d|"},
    {"code keeps its lines", "<pre>a\n  b\n\nc</pre>", "code:a\n  b\n\nc|"},
    {"code with mode 2 keeps its language", "<pre data-code-block-mode=\"2\" data-code-block-lang=\"go\">a</pre>",
     "code(go):a|"},
    {"an unknown language goes", "<pre data-code-block-mode=\"2\" data-code-block-lang=\"cobol\">a</pre>", "code:a|"},
    {"a language without mode 2 goes", "<pre data-code-block-lang=\"go\">a</pre>", "code:a|"},
    {"a class is no language", "<pre><code class=\"language-go\">a &lt; b</code></pre>", "code:a &lt; b|"},
    {"line breaks in code", "<pre>a<br>b</pre>", "code:a\nb|"},
    {"a quote", "<blockquote><p>a</p><p>b</p></blockquote>", "quote:a|quote:b|"},
    {"a pull quote", "<blockquote class=\"graf--pullquote\">a</blockquote>", "pull_quote:a|"},
    {"a figure with caption",
     "<figure><img src=\"https://e.org/a.png\" alt=\"x\"><figcaption>c <em>d</em></figcaption></figure>",
     "figure[https://e.org/a.png]:c <em>d</em>|"},
    {"an image in running text comes after it", "<p>a<img src=\"https://e.org/a.png\">b</p>",
     "paragraph:ab|figure[https://e.org/a.png]:|"},
    {"a relative image is gone", "<p>a</p><img src=\"/a.png\"><figure><img src=\"a.png\"></figure>", "paragraph:a|"},
    {"a data image is gone", "<img src=\"data:image/png;base64,AAAA\">", ""},
    {"a linked image loses its link", "<a href=\"https://e.org\"><img src=\"https://e.org/a.png\"></a>",
     "figure[https://e.org/a.png]:|"},
    {"a rule begins a section", "<p>a</p><hr><p>b</p>", "paragraph:a|divider:|paragraph:b|"},
    {"a gist alone becomes an embed", "<p>https://gist.github.com/a/1</p>", "embed[https://gist.github.com/a/1]:|"},
    {"a linked video alone becomes an embed",
     "<p><a href=\"https://www.youtube.com/watch?v=1\">https://www.youtube.com/watch?v=1</a></p>",
     "embed[https://www.youtube.com/watch?v=1]:|"},
    {"a video in a sentence stays a link", "<p>see https://youtu.be/1</p>", "paragraph:see https://youtu.be/1|"},
    {"details leave their content", "<details><summary>a</summary>b</details>", "paragraph:a|paragraph:b|"},
    {"sections are unwrapped", "<div><section>a<div>b</div>c</section></div>", "paragraph:a|paragraph:b|paragraph:c|"},
    {"empty paragraphs are nothing", "<p></p><p> <br></p><h1></h1>", ""},
}};

}  // namespace

TEST_CASE("content is kept flattened or lost as Medium does") {
  for (const Row& row : rules) {
    CAPTURE(std::string{row.rule});
    CHECK(drawn(row.content) == row.wanted);
  }
}

TEST_CASE("Markdown is drawn and its fence loses the language") {
  CHECK(drawn("# T\n\na *b*\n\n```go\nx\n```\n", Format::markdown) == "title:T|paragraph:a <em>b</em>|code:x|");
}

TEST_CASE("the importer drops code blocks") {
  CHECK(drawn("<p>a</p><pre>b</pre><p>c</p>", Format::html, Route::importer) == "paragraph:a|paragraph:c|");
  CHECK(drawn("<p>a</p><pre>b</pre>", Format::html, Route::paste) == "paragraph:a|code:b|");
}

TEST_CASE("images that Medium would fetch are the absolute ones") {
  const auto found = image_addresses(
      "<p><img src=\"https://e.org/a.png\"><img src=\"b.png\"></p><figure><img src=\"http://127.0.0.1:1/c\"></figure>"
      "<noscript><img src=\"https://e.org/d.png\"></noscript>",
      Format::html);
  CHECK(found == std::vector<std::string>{"https://e.org/a.png", "http://127.0.0.1:1/c"});
}
