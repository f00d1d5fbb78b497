// Input that is made to cost more than it weighs. Processor time is bounded generously: what goes wrong here takes
// minutes.
#include <ctime>
#include <doctest/doctest.h>
#include <functional>
#include <vector>

#include "core/document_codec.hpp"
#include "parse/document.hpp"
#include "parse/html_guard.hpp"
#include "unit/parse/describe.hpp"

namespace mediumsync::parse {
namespace {

std::string times(int count, std::string_view text) {
  std::string out;
  out.reserve(text.size() * static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

std::string each(int count, const std::function<std::string(int)>& text) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text(i);
  return out;
}

struct Attack {
  std::string name;
  Format format;
  std::string text;
};

void check(const std::vector<Attack>& attacks) {
  constexpr double most_seconds = 20;
  for (const Attack& attack : attacks) {
    CAPTURE(attack.name);
    const std::clock_t begin = std::clock();
    const auto item = document(attack.text + "\n\nlast words", attack.format, {"post.md", std::nullopt});
    CHECK(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC < most_seconds);
    REQUIRE(item.has_value());
    CHECK(core::plain_text(item->body).find("last words") != std::string::npos);
    // What was built is not too deep for those who walk it.
    CHECK(core::decode_document(core::encode(item->body)).has_value());
    CHECK(item->findings.size() < 100);
  }
}

TEST_CASE("hostile Markdown ends in time with its words") {
  constexpr int n = 100'000;
  const auto md = Format::markdown;
  check({
      {"links and emphasis in one paragraph", md, times(40'000, "word *em* [l](http://e.org)\n")},
      {"nested quotes", md, times(n, "> ") + "x"},
      {"nested quotes on two lines", md, times(n, ">") + "x\n" + times(n, ">") + "y"},
      {"nested lists", md, times(n, "- ") + "x"},
      {"nested numbers", md, times(n, "1. ") + "x"},
      {"indented lists", md, each(1000, [](int i) { return times(i, "  ") + "- x\n"; })},
      {"blank lines in nested lists", md, times(100, "- ") + "x" + times(n, "\n")},
      {"open brackets", md, times(n, "[")},
      {"open images", md, times(n, "![") + times(n, "](x)")},
      {"unfinished links", md, times(n, "[a](")},
      {"emphasis", md, times(n, "*a ") + times(n, "b* ")},
      {"mixed emphasis", md, times(n, "*a_ ")},
      {"nested emphasis", md, times(n, "**") + "x" + times(n, "**")},
      {"strikethrough", md, times(n, "~~a ~~")},
      {"backticks", md, each(1000, [](int i) { return "e" + times(i, "`"); })},
      {"a megabyte in one line", md, times(200'000, "word ")},
      {"a megabyte in one word", md, times(1'000'000, "x")},
      {"a table of 600 by 600", md,
       times(600, "|x") + "|\n" + times(600, "|-") + "|\n" + times(600, times(600, "|y") + "|\n")},
      {"a wide table of short rows", md, times(390, "|x") + "|\n" + times(390, "|-") + "|\n" + times(n, "|\n")},
      {"a table head for each row", md, times(n / 2, "|a|b|\n|-|\n")},
      {"footnotes", md,
       each(5000, [](int i) { return "[^" + std::to_string(i) + "]"; }) + "\n\n" +
           each(5000, [](int i) { return "[^" + std::to_string(i) + "]: x\n\n"; })},
      {"a footnote in each", md, "[^a]\n\n" + times(n, "[^a]: ")},
      {"a long reference often", md, "[a]: " + times(n, "u") + "\n\n" + times(50'000, "[a]")},
      {"a long title often", md,
       "[a\n]: u \"" + times(1000, times(100, "u") + "\n") + "\"\n\n" + times(50'000, "[a]\n")},
      {"addresses", md, times(n, "a.b@c.")},
      {"links without end", md, times(n, "http://") + times(n, "www.")},
      {"raw HTML", md, times(n, "<b>") + "x"},
      {"raw blocks", md, times(n, "<div>\n\n")},
      {"entities", md, times(n, "&") + times(n, "&amp;")},
  });
}

TEST_CASE("hostile tags of WordPress and MDX end in time with their words") {
  constexpr int n = 40'000;
  const auto md = Format::markdown;
  check({
      {"captions and one end", md, times(n, "[caption]") + "[/caption]"},
      {"players and one end", md, times(n, "[embed]") + "[/embed]"},
      {"builders' tags and one end", md, times(n, "[su_a]") + "[/su_a]"},
      {"many builders' tags", md, each(n, [](int i) { return "[su_" + std::to_string(i) + "]"; })},
      {"open brackets of tags", md, times(n, "[gallery ")},
      {"captions in HTML", Format::html, times(n, "[caption]<img src=a>")},
      {"open inline notes", md, times(n, "^[")},
      {"open marks", md, times(n, "==a ")},
      {"modules that never end", md, times(n, "export const a = {\n\n")},
      {"expressions that never end", md, times(n, "<A b={")},
      {"words that never end", md, "a={\n\n" + times(n, "{\"")},
      {"ragged tables", md, times(n / 10, "|a|\n|-|\n|b|c|\n\n")},
      {"a wide row in a long table", md, "|a|\n|-|\n" + times(n, "|b|\n") + times(n, "|c")},
      {"links to nowhere", md, times(n, "[a](#b) ") + "\n\n" + times(n / 10, "# c\n\n")},
      {"rules and a note", Format::html, times(n, "<hr>") + "<div><p><a id=ftnt1 href=#ftnt_ref1>[1]</a> x</p></div>"},
      {"boxes in boxes", Format::html, times(150, "<div class='admonition note'>") + times(n, "x ")},
  });
}

TEST_CASE("hostile additions to Markdown end in time with their words") {
  constexpr int n = 100'000;
  const auto md = Format::markdown;
  check({
      {"open outputs", md, times(n, "{{")},
      {"tags of Liquid", md, times(n, "{% x %}")},
      {"boxes that nothing closes", md, times(20'000, "{% note %}\n")},
      {"nested boxes", md, times(10'000, "{% note %}\n") + times(10'000, "{% endnote %}\n")},
      {"code that nothing closes", md,
       each(20'000, [](int i) { return "{% highlight %}\n{{< code" + std::to_string(i) + " >}}\n"; })},
      {"raw without end", md, times(n, "{% raw %}")},
      {"comments without end", md, times(n, "{% comment %}")},
      {"components without end", md, times(n, "<Foo ") + times(n, "<YouTube id=\"")},
      {"dollars", md, times(n, "$x") + times(n, "$ ") + times(n, "$$") + times(n, "$$\nx\n")},
      {"deep formulas", md, times(1000, "$" + times(900, "{") + "x$\n")},
      {"formulas without end", md, times(n, "\\[ x^\n") + times(n, "\\( x^")},
      {"wiki links", md, times(n, "[[") + times(n, "[[a") + times(n, "![[x.png]]")},
      {"colons", md, times(n, ":a") + times(n, ":tada:")},
      {"boxes of colons", md, times(n, ":::note\n") + times(20'000, ":::\n")},
      {"boxes of indentation", md,
       times(n, "!!! note\n    x\n") + each(500, [](int i) { return times(i, "    ") + "!!! note\n"; })},
      {"callouts", md, times(n, "> [!NOTE]\n")},
      {"definitions", md, times(n, "a\n: b\n\n") + times(n, "a\n") + ": b"},
      {"abbreviations", md, each(20'000, [](int i) { return "*[A" + std::to_string(i) + "]: x\n"; }) + times(n, "A1 ")},
      {"attribute lists", md, times(n, "{#a}") + "\n# " + times(n, "{:")},
      {"backticks of all lengths", md, each(20'000, [](int i) { return times(i % 500, "`") + " "; })},
      {"addresses without end", md, times(n, "](") + times(n, "]:") + times(n, "<a")},
      {"elements that hide", md, times(n, "<pre>") + times(n, "<code>")},
  });
}

TEST_CASE("a text that would fill the memory is refused and says so") {
  for (const std::string text :
       {"- a\n", "- - - a\n", "1. a\n", "> a\n\n", "|a|b|\n", "*a* ", "[a](b) ", "a\n", "[^1] ", "~~a~~ "}) {
    CAPTURE(text);
    const auto item =
        document(times(5'000'000 / static_cast<int>(text.size()), text), Format::markdown, {"post.md", {}});
    REQUIRE_FALSE(item.has_value());
    CHECK(item.error().code == "too-much-markup");
  }
}

TEST_CASE("long posts of any kind are read") {
  for (const std::string text : {"A paragraph of some words, *two* of which are marked, with [a link](/somewhere).\n\n",
                                 "- an item of a list, as long as they are\n  - one below it\n",
                                 "|a row|of some|cells|\n", "    code();\n\nand so on\n\n"}) {
    CAPTURE(text);
    CHECK(document(times(2'500'000 / static_cast<int>(text.size()), text), Format::markdown, {"post.md", {}}));
  }
}

TEST_CASE("a deeply nested list is told with the line it is on") {
  std::string text;
  for (int i = 0; i < 90; ++i) text += times(i, "  ") + "- x\n";
  const auto item = document("---\ntitle: T\n---\n" + text, Format::markdown, {"post.md", std::nullopt});
  REQUIRE(item.has_value());
  REQUIRE_FALSE(item->findings.empty());
  for (const core::Finding& finding : item->findings) {
    CHECK(finding.code == "nesting-flattened");
    REQUIRE(finding.line.has_value());
    CHECK(*finding.line == 3 + core::max_nesting + 1);
  }
}

TEST_CASE("hostile HTML ends in time with its words") {
  constexpr int n = 100'000;
  const auto html = Format::html;
  check({
      {"nested elements", html, times(n, "<div>")},
      {"nested quotes", html, times(n, "<blockquote>") + "x"},
      {"nested lists", html, times(n, "<ul><li>") + "x"},
      {"nested tables", html, times(n, "<table><tr><td>")},
      {"nested superscripts", html, times(n, "<sup>") + "Q"},
      {"formatting over paragraphs", html, times(n, "<b>") + times(n, "<p>")},
      {"different formatting over paragraphs", html,
       each(n, [](int i) { return "<font color=" + std::to_string(i) + ">"; }) + times(n, "<p>")},
      {"formatting in every paragraph", html, times(n, "<p><b><i><u><s><em><tt><big><small>")},
      {"the adoption agency", html, times(n, "<b><p></b>")},
      {"links in blocks", html, times(n, "<a><div>")},
      {"foster parents", html, "<table>" + times(n, "<p>x</p><b>y")},
      {"a row of cells", html, "<table><tr>" + times(n, "<td>x") + "</table>"},
      {"spans", html, "<table>" + times(300, "<tr>" + times(50, "<td rowspan=99999 colspan=99999>x")) + "</table>"},
      {"attributes", html, "<p " + each(n, [](int i) { return "a" + std::to_string(i) + "=x "; }) + ">x"},
      {"tags without end", html, times(n, "<p a=\"")},
      {"bodies", html, each(n, [](int i) { return "<body a" + std::to_string(i) + "=1>"; })},
      {"framesets", html, times(n, "<frameset>")},
      {"frames without end", html, times(n, "<iframe>")},
      {"frames that something else ends", html, "<iframe>" + times(n, "</iframes>") + times(n, "</iframe ")},
      {"drawings", html, times(n, "<svg>")},
      {"templates", html, times(1000, "<template>") + times(1000, "</template>")},
      {"ruby", html, "<ruby>" + times(n, "<rt>x") + "</ruby>"},
      {"plain text", html, times(n, "<plaintext>")},
      {"images", html, "<p>" + times(n, "<img src=x alt=y>") + "</p>"},
  });
}

TEST_CASE("nesting deeper than a document may have is flattened and told") {
  const auto item = document(times(200, "<ul><li>a<blockquote>") + "deep", Format::html, {"post.html", std::nullopt});
  REQUIRE(item.has_value());
  CHECK(core::plain_text(item->body).find("deep") != std::string::npos);
  CHECK(describe(item->findings).find("nesting-flattened") != std::string::npos);
}

TEST_CASE("ordinary HTML passes the guard unchanged") {
  for (const char* html : {"<p class=\"a b\">x</p>", "<!-- c --><ul><li>a<li>b</ul>", "a < b && c > d",
                           "<a href=x/>y</a>", "<pre>\n<b>x</b></pre>", "<script>if (a < b) '</p>'</script>"}) {
    CAPTURE(html);
    const GuardedHtml guarded = guard_html(html);
    CHECK(guarded.html == html);
    CHECK_FALSE(guarded.simplified);
    CHECK_FALSE(guarded.swallowed);
  }
}

TEST_CASE("what would hide the rest of a post is closed or told") {
  struct Row {
    const char* html;
    const char* guarded;
    bool swallowed;
  };
  for (const Row& row : std::vector<Row>{
           {"<iframe src=x/>y", "<iframe src=x/></iframe>y", false},
           {"<iframe src=x />y", "<iframe src=x /></iframe>y", false},
           {"<textarea>y", "<textarea></textarea>y", false},
           {"<iframe></iframe4>y", "<iframe></iframe></iframe4>y", false},
           {"<iframe></iframe y", "<iframe></iframe>&lt;/iframe y", false},
           {"<DIV />y", "<div /></div>y", false},
           {"<br/>y", "<br/>y", false},
           {"<p a=\"x>y", "&lt;p a=\"x>y", false},
           {"a<script>y", "a<script></script>", true},
           {"a<!-- y", "a<!-- y", true},
           {"<plaintext>y", " y", false},
       }) {
    CAPTURE(row.html);
    const GuardedHtml guarded = guard_html(row.html);
    CHECK(guarded.html == row.guarded);
    CHECK(guarded.swallowed == row.swallowed);
  }
}

}  // namespace
}  // namespace mediumsync::parse
