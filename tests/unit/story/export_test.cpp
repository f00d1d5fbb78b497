// Stories that were on Medium come back to it as they were: the bodies of an account's export, fed in as HTML.
#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/post.hpp"
#include "parse/document.hpp"
#include "render/story.hpp"
#include "unit/story/paragraphs.hpp"

namespace mediumsync::story {
namespace {

std::vector<std::filesystem::path> fixtures() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(MEDIUMSYNC_SOURCE_DIR "/tests/data/export"))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

core::Post read(const std::string& html) {
  auto item = parse::document(html, parse::Format::html, {"story.html", std::nullopt});
  REQUIRE(item.has_value());
  core::SourceRules rules;
  rules.source = "drop";
  rules.account = "main";
  rules.disclaimer = core::Disclaimer::no;
  auto post = core::normalise(std::move(*item), rules, "story", core::TimePoint{});
  REQUIRE(post.has_value());
  return std::move(*post);
}

// The title stands first in what we send, whatever the story began with.
Paragraphs title_first(const Paragraphs& paragraphs) {
  const auto is_head = [](const std::string& line) {
    return line.starts_with("TITLE ") || line.starts_with("SUBTITLE ");
  };
  Paragraphs sorted;
  std::copy_if(paragraphs.begin(), paragraphs.end(), std::back_inserter(sorted), is_head);
  std::remove_copy_if(paragraphs.begin(), paragraphs.end(), std::back_inserter(sorted), is_head);
  return sorted;
}

TEST_CASE("stories of an export keep their paragraphs their types and their order") {
  const auto files = fixtures();
  CHECK(files.size() >= 8);
  for (const auto& path : files) {
    CAPTURE(path.filename());
    const std::string html = content(path);
    const render::Story sent = render::story(read(html), render::upload_placeholder);
    Paragraphs expected = title_first(exported_paragraphs(html));
    if (expected.empty() || !expected.front().starts_with("TITLE "))
      expected.insert(expected.begin(), "TITLE " + sent.title);
    const Paragraphs got = sent_paragraphs(sent.html);
    for (std::size_t i = 0; i < std::min(expected.size(), got.size()); ++i) CHECK(got[i] == expected[i]);
    CHECK(got.size() == expected.size());
  }
}

TEST_CASE("stories of an export keep their links") {
  for (const auto& path : fixtures()) {
    // An embed's address is not a link there.
    if (path.stem() == "embeds") continue;
    CAPTURE(path.filename());
    const std::string html = content(path);
    CHECK(links(render::story(read(html), render::upload_placeholder).html) == links(html));
  }
}

TEST_CASE("a story of an export knows its title its canonical address and its day") {
  const core::Post post = read(content(MEDIUMSYNC_SOURCE_DIR "/tests/data/export/essay.html"));
  CHECK(post.title == "What the Lighthouse Keeper Knew");
  CHECK(post.subtitle == "Notes on attention, written slowly");
  CHECK(post.canonical_url == "https://jane.example/lighthouse");
  CHECK(post.tags.empty());
  CHECK(read(content(MEDIUMSYNC_SOURCE_DIR "/tests/data/export/reply.html")).title ==
        "I agree, and would add that the sea is");
}

TEST_CASE("embeds of an export keep their addresses") {
  const std::string html =
      render::story(read(content(MEDIUMSYNC_SOURCE_DIR "/tests/data/export/embeds.html")), render::upload_placeholder)
          .html;
  CHECK(links(html) ==
        std::vector<std::string>{"https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://vimeo.com/123456",
                                 "https://gist.github.com/jane/0123456789abcdef0123456789abcdef",
                                 "https://twitter.com/jane/status/1234567890", "https://codepen.io/jane/pen/abcDEF"});
}

}  // namespace
}  // namespace mediumsync::story
