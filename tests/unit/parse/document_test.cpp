#include "parse/document.hpp"

#include <doctest/doctest.h>
#include <vector>

#include "unit/parse/describe.hpp"

namespace mediumsync::parse {
namespace {

core::Item read(std::string_view text, Format format = Format::markdown,
                const Context& context = {"post.md", std::nullopt}) {
  auto item = document(text, format, context);
  REQUIRE_MESSAGE(item.has_value(), (item ? "" : item.error().message));
  return *item;
}

TEST_CASE("the file's extension tells its format") {
  CHECK(format_of("a/b.md") == Format::markdown);
  CHECK(format_of("B.MARKDOWN") == Format::markdown);
  CHECK(format_of("b.xhtml") == Format::html);
  CHECK(format_of("a.md/b") == std::nullopt);
  CHECK(format_of("md") == std::nullopt);
  CHECK(format_of("b.txt") == std::nullopt);
}

// More words than a by-line has.
std::string introduction() {
  std::string words = "We begin";
  for (int i = 0; i < 50; ++i) words += " slowly";
  return words;
}
std::string introduction_and(const std::string& markdown) {
  return introduction() + "\n\n" + markdown;
}
std::string introduced(const std::string& blocks) {
  return "p(" + introduction() + ") | " + blocks;
}

TEST_CASE("the title is the front matter's else the first heading's") {
  struct Row {
    std::string source;
    std::string title;  // "-" for none
    std::string body;
  };
  for (const Row& row : std::vector<Row>{
           {"---\ntitle: T\n---\ntext", "T", "p(text)"},
           {"# T\n\n## a\n\n### b", "T", "large(a) | small(b)"},
           {"---\ntitle: Hello, World\n---\n# hello world!\n\n## a", "Hello, World", "large(a)"},
           {"---\ntitle: T\n---\n# Other\n\n## a", "T", "large(Other) | small(a)"},
           {"# T\n\n# Second\n\n## a", "T", "large(Second) | small(a)"},
           {"![logo](https://a.example/l.png)\n\n# T\n\ntext", "T", "image:https://a.example/l.png(logo) | p(text)"},
           {"text first\n\n# One\n\n# Two", "One", "p(text first) | large(Two)"},
           {"![badge](https://a.example/b.png)\n\n> By Jane, on a train\n\n---\n\n# One\n\n# Two", "One",
            "image:https://a.example/b.png(badge) | quote{p(By Jane, on a train)} | hr | large(Two)"},
           {introduction_and("# One\n\n# Two"), "-", introduced("large(One) | large(Two)")},
           {introduction_and("# One\n\n## Two"), "One", introduced("large(Two)")},
           {"## First\n\n# One\n\n# Two", "-", "small(First) | large(One) | large(Two)"},
           {"## Only a section\n\ntext", "-", "large(Only a section) | p(text)"},
           {"> # quoted\n\ntext", "-", "quote{large(quoted)} | p(text)"},
           {"text", "-", "p(text)"},
           {"# ![logo](https://a.example/l.png) T\n\ntext", "T", "image:https://a.example/l.png(logo) | p(text)"},
           {"# `code` & *more*\n\ntext", "code & more", "p(text)"},
       }) {
    CAPTURE(row.source);
    const core::Item item = read(row.source);
    CHECK(item.title.value_or("-") == row.title);
    CHECK(describe(item.body) == row.body);
  }
}

TEST_CASE("an HTML page gives its title and canonical link") {
  const core::Item item = read(
      "<!doctype html><html><head><title>Page &amp; title</title><link rel=canonical href=https://a.example/p></head>"
      "<body><p>text</p></body></html>",
      Format::html, {"post.html", std::nullopt});
  CHECK(item.title == "Page & title");
  CHECK(item.canonical_url == "https://a.example/p");
  CHECK(describe(item.body) == "p(text)");
}

TEST_CASE("of several level-1 headings in a page the one that its head names is the title") {
  struct Row {
    const char* source;
    const char* title;
    const char* body;
  };
  for (const Row& row : std::vector<Row>{
           {"<title>Page</title><h1>Head</h1>x", "Head", "p(x)"},
           {"<title>One — The site</title><h1>One</h1>a<h1>Two</h1>b", "One", "p(a) | large(Two) | p(b)"},
           {"<title>The post</title><h1>One</h1>a<h1>Two</h1>b", "The post", "large(One) | p(a) | large(Two) | p(b)"},
           {"<meta property=og:title content='The post'><h1>The post</h1>a<h1>Two</h1>b", "The post",
            "p(a) | large(Two) | p(b)"},
           {"<h1>One</h1>a<h1>Two</h1>b", "One", "p(a) | large(Two) | p(b)"},
       }) {
    CAPTURE(row.source);
    const core::Item item = read(row.source, Format::html);
    CHECK(item.title == row.title);
    CHECK(describe(item.body) == row.body);
  }
}

TEST_CASE("references and names of emoji in front matter are what they stand for") {
  struct Row {
    const char* written;
    const char* title;
  };
  for (const Row& row : std::vector<Row>{
           {"Tom &amp; Jerry&#8217;s", "Tom & Jerry’s"},
           {"'&lt;div&gt; &hellip; &nbsp;x'", "<div> … x"},
           {"AT&T; &nosuchthing; R&D, a &copy b", "AT&T; &nosuchthing; R&D, a &copy b"},
           {"'Go :rocket: now :nosuchsign: 12:30:00'", "Go 🚀 now :nosuchsign: 12:30:00"},
       }) {
    CAPTURE(row.written);
    CHECK(read("---\ntitle: " + std::string(row.written) + "\n---\nx").title == row.title);
  }
  const core::Item item = read("---\ntitle: Tom &amp; Jerry\ndescription: A &amp; B\n---\n# Tom & Jerry\n\nx");
  CHECK(describe(item.body) == "p(x)");
  CHECK(item.subtitle == "A & B");
}

TEST_CASE("Pelican's places in links and images are found from the top and from the post") {
  const core::Item item = read(
      "![a]({static}/images/a.png) ![b]({attach}b.png) ![c](|filename|/c.png) ![d]({static}../d.png)\n\n"
      "[x]({filename}x.md) [y]({filename}/y/y.md) [z](|filename|../z.md) [t]({tag}go)",
      Format::markdown, {"2024/post.md", "https://blog.example/posts"});
  CHECK(describe(item.body) ==
        "local:/images/a.png(a) | local:b.png(b) | local:/c.png(c) | local:../d.png(d) | "
        "p([x](https://blog.example/posts/2024/x.md) [y](https://blog.example/posts/y/y.md) "
        "[z](https://blog.example/posts/z.md) t)");
  CHECK(describe(item.findings) == "link-relative:3");
}

TEST_CASE("HTML files carry front matter too and count their lines from the file's first") {
  const core::Item item = read("---\ntitle: T\n---\n<p>a\n<a href=javascript:x>b</a>", Format::html);
  CHECK(item.title == "T");
  CHECK(describe(item.findings) == "link-unsafe:5");
}

TEST_CASE("relative images of a file are its neighbours") {
  const core::Item item = read("![a](my%20pics/p.png?x=1#y) ![b](../up.png) ![c](/root.png)", Format::markdown,
                               {"post.md", "https://blog.example"});
  CHECK(describe(item.body) == "local:my pics/p.png(a) | local:../up.png(b) | local:/root.png(c)");
}

TEST_CASE("relative links of a file start from its canonical URL else from where its folder lies on the web") {
  struct Row {
    const char* source;
    const char* base;  // "" for none
    const char* body;
  };
  for (const Row& row : std::vector<Row>{
           {"[a](b)", "https://blog.example", "p([a](https://blog.example/2024/b))"},
           {"[a](../b)", "https://blog.example/posts/", "p([a](https://blog.example/posts/b))"},
           {"---\ncanonical_url: https://c.example/x/y\n---\n[a](b) [c](#d)", "https://blog.example",
            "p([a](https://c.example/x/b) [c](https://c.example/x/y#d))"},
           {"[a](b) [c](#d)", "", "p(a c)"},
           {"[c](#d)", "https://blog.example", "p(c)"},
       }) {
    CAPTURE(row.source);
    const Context context{"2024/post.md", *row.base == '\0' ? std::nullopt : std::optional<std::string>(row.base)};
    CHECK(describe(read(row.source, Format::markdown, context).body) == row.body);
  }
}

TEST_CASE("a cover stands first unless the body begins with an image or has it") {
  struct Row {
    const char* source;
    const char* body;
  };
  for (const Row& row : std::vector<Row>{
           {"---\ncover_image: https://a.example/c.png\n---\ntext", "image:https://a.example/c.png() | p(text)"},
           {"---\ncover:\n  image: c.png\n  alt: Cover\n---\ntext", "local:c.png(Cover) | p(text)"},
           {"---\nimage: c.png\n---\n![x](y.png)", "local:y.png(x)"},
           {"---\nimage: c.png\n---\ntext\n\n![x](c.png)", "p(text) | local:c.png(x)"},
       }) {
    CAPTURE(row.source);
    CHECK(describe(read(row.source).body) == row.body);
  }
}

TEST_CASE("bytes in other encodings keep their words") {
  CHECK(describe(read("caf\xE9 \x93x\x94").body) == "p(café “x”)");
  CHECK(describe(read("caf\xE9").findings) == "encoding");
  CHECK(read("caf\xE9").findings.front().severity == core::Severity::advice);
  CHECK(describe(read("\xEF\xBB\xBF# T\r\n\r\na\r\nb\rc").body) == "p(a b c)");
  CHECK(describe(read(std::string_view("\xFF\xFE"
                                       "h\0i\0\n\0",
                                       8))
                     .body) == "p(hi)");
  CHECK(describe(read(std::string_view("a\0b\x1b[31mc", 9)).body) == "p(a\uFFFDb[31mc)");
}

TEST_CASE("bytes that are most likely no Western text are an error") {
  const auto severity = [](std::string_view bytes, Format format) {
    const core::Findings findings = read(bytes, format).findings;
    return findings.empty() ? std::string("none") : std::string(core::to_string(findings.front().severity));
  };
  const std::string chinese = "# \xD6\xD0\xCE\xC4\xB1\xEA\xCC\xE2\n\n\xD5\xFD\xCE\xC4";
  const std::string russian = "\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0";
  CHECK(severity(chinese, Format::markdown) == "error");
  CHECK(severity(russian, Format::markdown) == "error");
  CHECK(severity("<meta charset=windows-1251><p>" + russian, Format::html) == "advice");
  CHECK(severity("d\xE9j\xE0 vu, cr\xE9\xE9"
                 "e \xE0 No\xEBl",
                 Format::markdown) == "advice");
  CHECK(severity("中文标题, caf\xE9", Format::markdown) == "advice");
}

TEST_CASE("the date is in the file's name when nothing else says it") {
  CHECK(core::format_rfc3339(read("x", Format::markdown, {"a/2019-08-08-slug.md", std::nullopt}).date.value()) ==
        "2019-08-08T00:00:00Z");
  CHECK(read("---\ndate: 2020-01-02\n---\nx", Format::markdown, {"2019-08-08-slug.md", std::nullopt}).date ==
        core::parse_rfc3339("2020-01-02T00:00:00Z"));
}

}  // namespace
}  // namespace mediumsync::parse
