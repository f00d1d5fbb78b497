#include <doctest/doctest.h>
#include <vector>

#include "core/time.hpp"
#include "parse/document.hpp"
#include "unit/parse/describe.hpp"

namespace mediumsync::parse {
namespace {

core::Item read(const std::string& html) {
  auto item = document(html, Format::html, {"https://blog.example/2024/post", "https://blog.example/2024/post"});
  REQUIRE(item.has_value());
  return std::move(*item);
}

struct Row {
  const char* source;
  const char* expected;
};

void check_bodies(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.source);
    CHECK(describe(read(row.source).body) == row.expected);
  }
}

TEST_CASE("a page's head says what the post is") {
  const core::Item item = read(
      "<!doctype html><html><head><meta charset=utf-8><title>The post | The site</title>"
      "<meta property=og:title content=\"The &amp; post\"><meta name=Description content=\" What it\n is about. \">"
      "<link rel=\"canonical shortlink\" href=/p><meta property=article:published_time content=2024-05-06T07:08:09Z>"
      "<meta property=article:tag content=One><meta property=article:tag content=Two><meta name=keywords "
      "content=\"x, y\">"
      "</head><body><p>Text with <a href=other>a link</a>.</p></body></html>");
  CHECK(item.title == "The & post");
  CHECK(item.subtitle == "What it is about.");
  CHECK(item.canonical_url == "https://blog.example/p");
  REQUIRE(item.date.has_value());
  CHECK(core::format_rfc3339(*item.date) == "2024-05-06T07:08:09Z");
  CHECK(item.tags == std::vector<std::string>{"One", "Two"});
  CHECK(describe(item.body) == "p(Text with [a link](https://blog.example/other).)");
}

TEST_CASE("a page's title is that of the post and not of the site") {
  const std::vector<Row> rows{
      {"<title>Post - Site</title><meta property=og:site_name content=Site><p>x", "Post"},
      {"<title>A | B</title><p>x", "A | B"},
      {"<title>Page</title><article><h1>Head</h1><p>x</article>", "Head"},
      {"<header><h1>Site</h1></header><title>Page</title><div class=entry-content><p>x</div>", "Page"},
      {"<title>Page</title><article><h1 class=entry-title>Own</h1><div class=entry-content><p>x</div></article>",
       "Own"},
      {"<article class=h-entry><h2 class=p-name>Named</h2><div class=e-content><p>x</div></article>", "Named"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.source);
    CHECK(read(row.source).title == row.expected);
  }
}

TEST_CASE("a description that only repeats how the text begins is no subtitle") {
  CHECK(read("<meta name=description content=\"It was a dark…\"><p>It was a dark night.").subtitle == std::nullopt);
  CHECK(read("<meta name=description content=\"About the night\"><p>It was dark.").subtitle == "About the night");
}

TEST_CASE("tags come from the first place that names any") {
  const std::vector<std::string> one_two{"One", "Two"};
  CHECK(read("<meta name=keywords content=\"One, Two,\"><p>x").tags == one_two);
  CHECK(read("<article><p>x<p><a rel=tag href=/1>One</a> <a rel=\"tag nofollow\" href=/2>Two</a></article>").tags ==
        one_two);
  CHECK(read("<p>x").tags.empty());
}

TEST_CASE("of a page the article is taken and what is around it is left out") {
  check_bodies({
      {"<nav><a href=/>Home</a></nav><main><article><h1>T</h1><p>One</p></article><aside>Ads</aside></main>", "p(One)"},
      {"<header>Site</header><article class=h-entry><h1 class=p-name>T</h1><p class=byline>Jane</p><div "
       "class=e-content>"
       "<p>One</p></div><div class=comments><p>Nice</p></div></article><footer>(c)</footer>",
       "p(One)"},
      {"<div id=main role=main><p>One</p></div><div id=side><p>Other</p></div>", "p(One)"},
      {"<div itemprop=articleBody><p>One</p></div><p>Other</p>", "p(One)"},
      {"<main><article><p>One</p></article><article><p>Two</p></article><article><p>Three</p></article></main>",
       "p(One) | p(Two) | p(Three)"},
      {"<p>One</p><p>Two</p>", "p(One) | p(Two)"},
      {"<article><p>A post about everything that there is to say here, and then some more of it.</p>"
       "<div class=\"sharedaddy sd-sharing\"><a href=/s>Share</a></div><ul class=related-posts><li>Other</ul>"
       "<form><input type=email><p>Subscribe</p></form><p hidden>no</p><p style=\"display: none\">no</p>"
       "<p><a href=\"https://twitter.com/intent/tweet?text=x\">Tweet</a></p><p>The end.</p>"
       "<p>The post <a href=/p>T</a> appeared first on <a href=/>S</a>.</p></article>",
       "p(A post about everything that there is to say here, and then some more of it.) | p(The end.)"},
      {"<article><blockquote><p>Q</p><footer>Jane</footer></blockquote><footer>Tags</footer></article>",
       "quote{p(Q) | p(Jane)}"},
      {"<article><p>a<a href=#n id=r>1</a></p><footer class=f><ol class=footnotes><li "
       "id=n>note</ol></footer></article>",
       "p(a[1]) | note:1{p(note)}"},
  });
}

TEST_CASE("what weighs half of the post stays whatever it is called") {
  check_bodies({
      {"<body><div class=widget><p>The whole post in a builder's widget.</p></div></body>",
       "p(The whole post in a builder's widget.)"},
      {"<body><form><p>Everything in one form, as some servers do.</p></form></body>",
       "p(Everything in one form, as some servers do.)"},
  });
}

TEST_CASE("a picture above the article's text comes first") {
  check_bodies({
      {"<article><img class=wp-post-image src=/c.png alt=C><div class=entry-content><p>x</div></article>",
       "image:https://blog.example/c.png(C) | p(x)"},
      {"<article><img class=wp-post-image src=/c.png><div class=entry-content><p>x<p><img src=/c.png></div></article>",
       "p(x) | image:https://blog.example/c.png()"},
  });
}

TEST_CASE("a page's own addresses are what its references are read against") {
  auto read_in_folder = [](const char* html) {
    auto item = document(html, Format::html, {"post.html", std::nullopt});
    REQUIRE(item.has_value());
    return describe(item->body);
  };
  CHECK(read_in_folder("<link rel=canonical href=https://a.example/b/><p><a href=c>x</a> <a href=#d>y</a>") ==
        "p([x](https://a.example/b/c) [y](https://a.example/b/#d))");
  CHECK(read_in_folder("<base href=https://z.example/><link rel=canonical href=https://a.example/b/><a href=c>x</a>") ==
        "p([x](https://z.example/c))");
  CHECK(read_in_folder("<p><img src=pic/a%20b.png>") == "local:pic/a b.png()");
  CHECK(describe(read("<p><img src=pic.png>").body) == "image:https://blog.example/2024/pic.png()");
}

TEST_CASE("HTML in every encoding comes through") {
  const std::vector<Row> rows{
      {"<meta charset=windows-1251><p>\xCF\xF0\xE8\xE2\xE5\xF2", "p(Привет)"},
      {"<meta http-equiv=content-type content='text/html; charset=ISO-8859-1'><p>caf\xE9 \x93q\x94", "p(café “q”)"},
      {"<META CHARSET='Shift_JIS'><p>\x93\xFA\x96\x7B", "p(日本)"},
      {"<p>caf\xE9", "p(café)"},
      {"\xEF\xBB\xBF<p>caf\xC3\xA9", "p(café)"},
      {"<meta charset=windows-1252><p>caf\xC3\xA9", "p(café)"},
  };
  check_bodies(rows);
  using namespace std::string_literals;
  CHECK(describe(read("\xFF\xFE<\0p\0>\0h\0i\0"s).body) == "p(hi)");
}

TEST_CASE("images in the text itself become local ones") {
  check_bodies({
      {"<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=A>", "local:data:image/png;base64,iVBORw0KGgo=(A)"},
      {"<img src=\"data:text/html,x\" alt=A>", "p(A)"},
      {"<img src=\"data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP\"> x", "p(x)"},
      {"<img src=\"data:image/jpeg;base64,/9j/\"><picture><source srcset=/a.webp type=image/webp><img "
       "src=/a.jpg></picture>",
       "image:https://blog.example/a.jpg()"},
      {"<img src=\"data:image/jpeg;base64,/9j/\"><noscript><img src=/a.jpg></noscript>",
       "image:https://blog.example/a.jpg()"},
  });
}

TEST_CASE("of a picture's sources the largest that Medium takes is chosen") {
  check_bodies({
      {"<picture><source srcset=\"/l.jpg 2000w, /m.jpg 900w\"><img src=/s.jpg></picture>",
       "image:https://blog.example/l.jpg()"},
      {"<picture><source srcset=/l.avif><source srcset=/l.jpg><img src=/s.jpg></picture>",
       "image:https://blog.example/l.jpg()"},
      {"<picture><source media=\"(max-width: 600px)\" srcset=/tiny.jpg><img src=/s.jpg></picture>",
       "image:https://blog.example/s.jpg()"},
      {"<picture><source srcset=/l.webp></source><img></picture>", "image:https://blog.example/l.webp()"},
  });
}

TEST_CASE("a quoted tweet is its address and an unclosed player hides nothing") {
  check_bodies({
      {"<blockquote class=twitter-tweet><p>words</p>&mdash; J (@j) <a "
       "href=\"https://twitter.com/j/status/12?ref=x\">May "
       "1</a></blockquote><script async src=//platform.twitter.com/widgets.js></script>",
       "embed(https://twitter.com/j/status/12)"},
      {"<video src=/v.mp4><p>all that follows", "p([▶ v.mp4](https://blog.example/v.mp4)) | p(all that follows)"},
  });
}

}  // namespace
}  // namespace mediumsync::parse
