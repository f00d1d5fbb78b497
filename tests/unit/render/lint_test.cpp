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
      {local_image("dir/i.webp"), {}},
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

TEST_CASE("each image without alternative text is named and a great many are counted") {
  core::Post post = sound_post();
  for (int i = 0; i < 23; ++i) post.body.blocks.push_back(remote_image(std::to_string(i) + ".png", ""));
  const core::Findings findings = lint(post);
  REQUIRE(findings.size() == 21);
  CHECK(findings[0].message.find("0.png") != std::string::npos);
  CHECK(findings[20].message == "3 more images have no alternative text");
}

TEST_CASE("a file's name that is no UTF-8 is shown as far as it can be") {
  core::Post post = sound_post();
  post.body.blocks.push_back(local_image("i\xAA.png", ""));
  const core::Findings found = lint(post);
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.starts_with("the image i\\xaa.png has no"));
}

TEST_CASE("a finding has the line where its source is known to have it") {
  const auto at_line = [](core::Block block, int line) {
    block.line.number = line;
    return block;
  };
  core::Post post = sound_post();
  post.body.blocks.push_back(at_line(paragraph(many_words(201)), 7));
  core::Block image = at_line(local_image("a.png", ""), 9);
  std::get<core::LocalImage>(std::get<core::Image>(image.value).source).line.number = 11;
  post.body.blocks.push_back(image);
  post.body.blocks.push_back(at_line(quote({heading(core::HeadingLevel::minor, "deep")}), 13));
  const core::Findings findings = lint(post);
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].line == 7);
  CHECK(findings[1].line == 11);
  CHECK(findings[2].line == 13);
  CHECK(findings[2].code == "heading-depth");
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
