#include "render/reading_page.hpp"

#include <doctest/doctest.h>

#include "render/story_html.hpp"
#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

PageImages no_images() {
  return [](const core::LocalImage&) { return std::nullopt; };
}
PageImages every_image(std::string media_type, std::string bytes) {
  return [=](const core::LocalImage&) { return ImageKept{media_type, [=] { return bytes; }}; };
}

std::string page_of(core::Blocks blocks, const PageImages& images = no_images()) {
  return reading_page(post_with(std::move(blocks)), images, {});
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST_CASE("each kind of block is shown as it will look") {
  struct PageRow {
    core::Block block;
    const char* html;
  };
  const PageRow rows[] = {
      {paragraph("text"), "<p>text</p>"},
      {heading(core::HeadingLevel::large, "large"), "<h2>large</h2>"},
      {heading(core::HeadingLevel::small, "small"), "<h2 class=\"small\">small</h2>"},
      {code("let x;", "js"),
       "<p class=\"language\">javascript</p><pre tabindex=\"0\" role=\"group\" "
       "aria-label=\"Code in javascript\">let x;</pre>"},
      {code("x"), "aria-label=\"Code\">x</pre>"},
      {quote({paragraph("said")}), "<blockquote>said</blockquote>"},
      {quote({paragraph("said")}, core::QuoteKind::pull), "<blockquote class=\"pull\">said</blockquote>"},
      {bullets({item("milk")}), "<ul><li>milk</li></ul>"},
      {core::Block{core::Divider{}}, "<hr>"},
      {core::Block{core::Table{{}, {words("a")}, {{words("b")}}}}, "aria-label=\"Table set as text\">"},
      {core::Block{core::Embed{"https://youtu.be/x"}}, "<p class=\"card\"><strong>YouTube</strong>"},
      {paragraph({link("words", "https://a.example/")}), "<a href=\"https://a.example/\" rel=\"noreferrer\">words</a>"},
      {remote_image("https://a.example/i.png", "A cat"),
       "<strong>A cat</strong><a href=\"https://a.example/i.png\" rel=\"noreferrer\">https://a.example/i.png</a>"},
      {local_image("gone.png", "A dog"), "<p>A dog</p>"},
  };
  for (const PageRow& row : rows) {
    const std::string page = page_of({row.block});
    CAPTURE(page);
    CAPTURE(row.html);
    CHECK(contains(page, row.html));
  }
}

TEST_CASE("headings go down by one level at a time") {
  const auto large = heading(core::HeadingLevel::large, "large");
  const auto small = heading(core::HeadingLevel::small, "small");
  const std::string page = page_of({small, large, small});
  CHECK(contains(page, "<h2 class=\"small\">small</h2><h2>large</h2><h3 class=\"small\">small</h3>"));
  CHECK(count(page, "<h1>") == 1);
}

TEST_CASE("a local image is in the page itself") {
  const std::string page = page_of({local_image("a.png", "A \"cat\"")}, every_image("image/png", "Man"));
  CHECK(contains(page, "<img src=\"data:image/png;base64,TWFu\" alt=\"A &quot;cat&quot;\">"));
}

TEST_CASE("an image that would make the page too large is framed and said") {
  const std::string large(max_inlined_image + 1, 'x');
  const std::string page = page_of({local_image("a.png", "A cat")}, every_image("image/png", large));
  CHECK(!contains(page, "base64"));
  CHECK(contains(page, "too large for this page"));
  CHECK(contains(page, "1 image too large for it"));
  core::Blocks many;
  for (int i = 0; i < 4; ++i) many.push_back(local_image(std::to_string(i) + ".png"));
  const std::string some = page_of(many, every_image("image/png", std::string(max_inlined_images / 3, 'x')));
  CHECK(count(some, "base64") == 3);
}

TEST_CASE("an image that is on Medium or that browsers do not show is framed") {
  CHECK(
      contains(page_of({local_image("a.tiff")}, every_image("image/tiff", "x")), "browsers do not show (image/tiff)"));
  const std::string page = page_of({local_image("a.png")},
                                   [](const core::LocalImage&) { return ImageAddress{"https://cdn.example/1*a.png"}; });
  CHECK(contains(page, "href=\"https://cdn.example/1*a.png\""));
}

TEST_CASE("nothing of a post becomes markup or leaves the page") {
  core::Post post = post_with({paragraph("<script>alert(1)</script>"), code("</pre><b>"),
                               remote_image("https://a.example/\"><img src=x>", "\"><img src=y>"),
                               core::Block{core::Embed{"https://youtu.be/<i>"}}});
  post.title = "</title><script>1</script>";
  post.subtitle = "<h1>no</h1>";
  post.tags = {"<b>tag</b>"};
  post.canonical_url = "https://a.example/\"onclick=1";
  post.findings = {{core::Severity::error, "code", "<img src=z>", 3}};
  const std::string page = reading_page(post, no_images(), {{"<u>", "<i>"}});
  for (const char* bad : {"<script", "<b>", "<img", "<i>", "<u>", "<h1>no", "\"onclick"}) {
    CAPTURE(bad);
    CHECK(!contains(page, bad));
  }
  CHECK(contains(page, "default-src 'none'; img-src data:; style-src 'unsafe-inline'"));
}

TEST_CASE("beside the story stand the facts and the findings") {
  core::Post post = post_with({paragraph("text")});
  post.subtitle = "Below the title";
  post.tags = {"linux", "daemons"};
  post.canonical_url = "https://blog.example/post";
  post.publication = "The Pub";
  post.findings = {{core::Severity::warning, "tag-dropped", "left out: c", 4},
                   {core::Severity::error, "broken", "it is broken", std::nullopt}};
  const std::string page = reading_page(post, no_images(), {{"Due", "tomorrow"}});
  for (const char* part :
       {"<h1>Title</h1>", "<p class=\"subtitle\">Below the title</p>", "1 min read", "<dt>Due</dt><dd>tomorrow</dd>",
        "<dt>Tags that will be sent</dt><dd>linux, daemons</dd>", "<a href=\"https://blog.example/post\"",
        "<dd>The Pub</dd>", "All rights reserved", "1 error, 1 warning, 1 piece of advice",
        "<li class=\"warning\"><strong>warning, line 4</strong> left out: c <code>tag-dropped</code>", "<li>linux</li>",
        "Originally published at"}) {
    CAPTURE(part);
    CHECK(contains(page, part));
  }
  CHECK(page.find("it is broken") < page.find("left out: c"));
}

TEST_CASE("what story writes is read again piece by piece") {
  const auto pieces = pieces_of("a<a href=\"x&amp;y\" rel=\"z\">b&lt;</a><br>");
  REQUIRE(pieces.size() == 5);
  CHECK(std::get<StoryText>(pieces[0]).html == "a");
  const auto& tag = std::get<StoryTag>(pieces[1]);
  CHECK(tag.name == "a");
  CHECK(tag.attribute("href") == "x&y");
  CHECK(tag.attribute("rel") == "z");
  CHECK(!tag.attribute("class"));
  CHECK(unescaped(std::get<StoryText>(pieces[2]).html) == "b<");
  CHECK(std::get<StoryTag>(pieces[3]).closing);
  CHECK(unescaped("&amp;lt; &unknown; &") == "&lt; &unknown; &");
}

}  // namespace
}  // namespace mediumsync::render
