#include <algorithm>
#include <doctest/doctest.h>

#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

using Codes = std::vector<std::string>;

std::string many_words(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "word ";
  return text;
}

Codes codes(const core::Post& post) {
  Codes result;
  for (const core::Finding& finding : lint(post)) result.push_back(finding.code);
  return result;
}

// A post that nothing can be said against.
core::Post sound_post() {
  core::Post post = post_with({paragraph("text"), remote_image("https://a.example/i.png")});
  post.tags = {"tag"};
  return post;
}

TEST_CASE("a sound post has no findings") {
  CHECK(codes(sound_post()).empty());
}

TEST_CASE("each weakness has its finding") {
  const core::Block breaking{core::Table{{}, {words(std::string(81, 'x'))}, {}}};
  struct LintRow {
    core::Block block;
    Codes codes;
  };
  const LintRow rows[] = {
      {remote_image("https://a.example/i.png", " "), {"image-alt"}},
      {remote_image("https://a.example/i.SVG?x=.png#y"), {"image-format"}},
      {local_image("dir/i.webp"), {"image-format"}},
      {remote_image("https://a.example/svg"), {}},
      {breaking, {"table-wide"}},
      {paragraph(many_words(200)), {}},
      {paragraph(many_words(201)), {"wall-of-text"}},
      {quote({paragraph(many_words(201))}), {"wall-of-text"}},
      {heading(core::HeadingLevel::minor, "deep"), {"heading-depth"}},
  };
  for (const LintRow& row : rows) {
    core::Post post = sound_post();
    post.body.blocks.push_back(row.block);
    CHECK(codes(post) == row.codes);
  }
}

TEST_CASE("images without alternative text are named in one finding") {
  core::Post post = sound_post();
  post.body.blocks.push_back(remote_image("https://a.example/one.png", ""));
  post.body.blocks.push_back(quote({local_image("two.png", "")}));
  const core::Findings findings = lint(post);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "without alternative text: https://a.example/one.png, two.png");
}

TEST_CASE("a post without an image or tags is told so") {
  CHECK(codes(post_with({paragraph("text")})) == Codes{"no-image", "no-tags"});
}

TEST_CASE("a long post should have a subheading") {
  core::Post post = sound_post();
  for (int i = 0; i < 4; ++i) post.body.blocks.push_back(paragraph(many_words(150)));
  CHECK(codes(post) == Codes{"no-subheading"});
  post.body.blocks.push_back(heading(core::HeadingLevel::large, "heading"));
  CHECK(codes(post).empty());
}

TEST_CASE("a title is judged by its length and only once") {
  core::Post post = sound_post();
  post.title = std::string(70, 'x');
  CHECK(codes(post).empty());
  post.title = std::string(71, 'x');
  CHECK(codes(post) == Codes{"title-long"});
  post.title = std::string(101, 'x');
  CHECK(codes(post) == Codes{"title-too-long"});
  post.findings = {{core::Severity::warning, "title-too-long", "said by normalise", {}}};
  CHECK(codes(post).empty());
}

}  // namespace
}  // namespace mediumsync::render
