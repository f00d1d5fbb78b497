#include "render/story.hpp"

#include <doctest/doctest.h>

#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

using core::HeadingLevel;

TEST_CASE("a story begins with its title and its subtitle") {
  core::Post post = post_with({paragraph("text")});
  post.title = " On <b> &\n co ";
  CHECK(story(post, upload_placeholder).html == "<h1>On &lt;b&gt; &amp; co</h1><p>text</p>");
  post.subtitle = "Sub & title";
  CHECK(story(post, upload_placeholder).html == "<h1>On &lt;b&gt; &amp; co</h1><h2>Sub &amp; title</h2><p>text</p>");
}

TEST_CASE("the title of the listing is cut on a word and the story shows all of it") {
  core::Post post = post_with({paragraph("text")});
  for (int i = 0; i < 30; ++i) post.title += " word";
  const Story made = story(post, upload_placeholder);
  CHECK(made.title ==
        "Title word word word word word word word word word word word word word word word word word word…");
  CHECK(made.html == "<h1>" + post.title + "</h1><p>text</p>");
}

TEST_CASE("tags and canonical URL go along") {
  core::Post post = post_with({paragraph("text")});
  post.tags = {"a", "b"};
  post.canonical_url = "https://blog.example/x";
  const Story made = story(post, upload_placeholder);
  CHECK(made.tags == post.tags);
  CHECK(made.canonical_url == post.canonical_url);
}

TEST_CASE("headings take the two levels that Medium has and never h2") {
  const Row rows[] = {
      {{heading(HeadingLevel::large, "a")}, "<h1>a</h1>"},
      {{heading(HeadingLevel::small, "a")}, "<h4>a</h4>"},
      {{heading(HeadingLevel::minor, "a")}, "<p><strong>a</strong></p>"},
      {{heading(HeadingLevel::large, " ")}, ""},
      {{{core::Heading{HeadingLevel::small, {run("c", core::Marks::code), link("l", "https://a.example")}}}},
       "<h4><code>c</code><a href=\"https://a.example\">l</a></h4>"},
      {{{core::Heading{HeadingLevel::minor, {run("e", core::Marks::emphasis)}}}}, "<p><strong><em>e</em></strong></p>"},
  };
  for (const Row& row : rows) CHECK(html_of(row.blocks) == row.html);
}

TEST_CASE("paragraphs dividers and embeds are plain") {
  const Row rows[] = {
      {{paragraph("a")}, "<p>a</p>"},
      {{paragraph(" \u00A0 "), paragraph("")}, ""},
      {{paragraph("a"), {core::Divider{}}, {core::Divider{}}, paragraph("b")}, "<p>a</p><hr><p>b</p>"},
      {{{core::Embed{"https://youtu.be/x?a&b"}}},
       "<p><a href=\"https://youtu.be/x?a&amp;b\">https://youtu.be/x?a&amp;b</a></p>"},
      {{{core::Embed{"youtu.be"}}}, "<p>youtu.be</p>"},
  };
  for (const Row& row : rows) CHECK(html_of(row.blocks) == row.html);
}

TEST_CASE("footnotes stand at the end and the disclaimer after them") {
  core::Post post = post_with({paragraph("text [1] and [b]")});
  post.canonical_url = "https://Blog.Example:443/x?a&b";
  post.body.footnotes = {{"1", {paragraph("one"), paragraph("more")}}, {"b", {code("x")}}};
  CHECK(story(post, upload_placeholder).html ==
        "<h1>Title</h1><p>text [1] and [b]</p><hr><h4>Notes</h4><p>[1] one</p><p>more</p><p>[b]</p>"
        "<pre data-code-block-mode=\"1\">x</pre>"
        "<hr><p><em>Originally published at <a href=\"https://Blog.Example:443/x?a&amp;b\">blog.example</a>.</em></p>");
}

TEST_CASE("there is no disclaimer without a canonical URL or against the author's will") {
  core::Post post = post_with({paragraph("text"), {core::Divider{}}});
  CHECK(story(post, upload_placeholder).html == "<h1>Title</h1><p>text</p><hr>");
  post.canonical_url = "https://blog.example/";
  CHECK(story(post, upload_placeholder).html ==
        "<h1>Title</h1><p>text</p><hr><p><em>Originally published at "
        "<a href=\"https://blog.example/\">blog.example</a>.</em></p>");
  post.disclaimer = core::Disclaimer::no;
  CHECK(story(post, upload_placeholder).html == "<h1>Title</h1><p>text</p><hr>");
}

}  // namespace
}  // namespace mediumsync::render
