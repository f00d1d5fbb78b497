#include "render/story_diff.hpp"

#include <doctest/doctest.h>

#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

// "~ paragraph: one [-two-]{+three+}", a line each, without those that are the same.
std::string shown(const StoryDiff& diff) {
  std::string text;
  for (const FactDiff& fact : diff.facts) text += fact.name + ": " + fact.before + " > " + fact.after + "\n";
  for (const ParagraphDiff& paragraph : diff.paragraphs) {
    if (paragraph.change == Change::same) continue;
    text += paragraph.change == Change::added ? "+ " : paragraph.change == Change::removed ? "- " : "~ ";
    text += paragraph.kind + ":";
    for (const WordRun& run : paragraph.words) {
      text += " ";
      if (run.change == Change::same || paragraph.change != Change::changed) text += run.text;
      if (paragraph.change == Change::changed && run.change == Change::removed) text += "[-" + run.text + "-]";
      if (paragraph.change == Change::changed && run.change == Change::added) text += "{+" + run.text + "+}";
    }
    text += "\n";
  }
  return text;
}

std::string difference(core::Blocks before, core::Blocks after) {
  return shown(story_diff(post_with(std::move(before)), post_with(std::move(after))));
}

TEST_CASE("a story that did not change has no difference") {
  const core::Post post = post_with({paragraph("one"), heading(core::HeadingLevel::large, "two"), code("x\n\ny")});
  const StoryDiff diff = story_diff(post, post);
  CHECK(shown(diff).empty());
  REQUIRE(diff.paragraphs.size() == 6);
  CHECK(diff.paragraphs[0].kind == "title");
  CHECK(diff.paragraphs[2].kind == "heading");
}

TEST_CASE("what changed in a story is told in its words") {
  struct DiffRow {
    core::Blocks before;
    core::Blocks after;
    const char* difference;
  };
  const DiffRow rows[] = {
      {{paragraph("the quick brown fox")},
       {paragraph("the slow brown fox")},
       "~ paragraph: the [-quick-] {+slow+} brown fox\n"},
      {{paragraph("one"), paragraph("two")},
       {paragraph("one"), paragraph("new"), paragraph("two")},
       "+ paragraph: new\n"},
      {{paragraph("one"), paragraph("two")}, {paragraph("two")}, "- paragraph: one\n"},
      {{paragraph("entirely other words")},
       {paragraph("nothing in common")},
       "- paragraph: entirely other words\n+ paragraph: nothing in common\n"},
      {{paragraph("text")}, {heading(core::HeadingLevel::large, "text")}, "- paragraph: text\n+ heading: text\n"},
      {{bullets({item("milk"), item("eggs")})},
       {bullets({item("milk"), item("bread")})},
       "- item: eggs\n+ item: bread\n"},
      {{code("a  b\nc")}, {code("a    b\nc")}, "~ code: a [-  -] {+    +} b\n"},
      {{paragraph({link("docs", "https://a.example/1")})},
       {paragraph({link("docs", "https://a.example/2")})},
       "~ paragraph: docs [-(https://a.example/1)-] {+(https://a.example/2)+}\n"},
      {{local_image("a.png", "A cat")}, {local_image("a.png", "A dog")}, "~ image: A [-cat-] {+dog+} (upload:a.png)\n"},
      {{paragraph({run("a "), run("b", core::Marks::strong)})}, {paragraph("a b")}, ""},
      {{paragraph("x & y < z")}, {paragraph("x & y > z")}, "~ paragraph: x & y [-<-] {+>+} z\n"},
  };
  for (const DiffRow& row : rows) CHECK(difference(row.before, row.after) == row.difference);
}

TEST_CASE("what is sent beside the story is compared too") {
  core::Post before = post_with({paragraph("text")});
  core::Post after = before;
  before.tags = {"one"};
  after.tags = {"one", "two"};
  after.canonical_url = "https://a.example/";
  after.title = "Title of another";
  after.disclaimer = core::Disclaimer::no;
  CHECK(shown(story_diff(before, after)) ==
        "tags: one > one, two\ncanonical address:  > https://a.example/\n~ title: Title {+of another+}\n");
}

TEST_CASE("two long stories without a common word are compared in bounded time") {
  core::Blocks before, after;
  for (int i = 0; i < 20'000; ++i) {
    before.push_back(paragraph("old " + std::to_string(i)));
    after.push_back(paragraph("new " + std::to_string(i)));
  }
  const StoryDiff diff = story_diff(post_with(before), post_with(after));
  CHECK(diff.paragraphs.size() == 40'001);
}

}  // namespace
}  // namespace mediumsync::render
