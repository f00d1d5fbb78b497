// What we send, read again as HTML, is sent the same.
#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/post.hpp"
#include "parse/document.hpp"
#include "render/story.hpp"

namespace mediumsync::story {
namespace {

std::string rendered(core::Post post) {
  post.disclaimer = core::Disclaimer::no;
  return render::story(post,
                       [](const core::LocalImage& image) {
                         return std::optional<std::string>("https://cdn.example/" + std::to_string(image.path.size()));
                       })
      .html;
}

core::Post read(const std::string& text, parse::Format format) {
  auto item = parse::document(text, format, {"story.html", "https://blog.example/"});
  REQUIRE(item.has_value());
  item->draft = core::Draft::no;
  item->medium = {};
  core::SourceRules rules;
  rules.source = "drop";
  rules.account = "main";
  auto post = core::normalise(std::move(*item), rules, "story", core::TimePoint{});
  REQUIRE(post.has_value());
  return std::move(*post);
}

// Read again, the shallowest heading there is becomes a large one.
std::string with_large_heading(std::string html) {
  if (html.find("<h1>", 4) != std::string::npos) return html;
  for (const std::string_view tag : {"<h4>", "</h4>"}) {
    for (std::size_t at = html.find(tag); at != std::string::npos; at = html.find(tag)) html[at + tag.size() - 2] = '1';
  }
  return html;
}

void check_fixed_point(const std::string& once) {
  core::Post again = read(once, parse::Format::html);
  // A second heading of the page is no subtitle elsewhere; here it was one.
  const std::size_t subtitle = once.find("<h2>");
  if (subtitle != std::string::npos) {
    const std::string cut = once.substr(0, subtitle) + once.substr(once.find("</h2>") + 5);
    again = read(cut, parse::Format::html);
    again.subtitle = once.substr(subtitle + 4, once.find("</h2>") - subtitle - 4);
  }
  CHECK(rendered(again) == with_large_heading(once));
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST_CASE("stories of an export are sent the same when they are read again") {
  for (const auto& path : files_of(MEDIUMSYNC_SOURCE_DIR "/tests/data/export")) {
    CAPTURE(path.filename());
    check_fixed_point(rendered(read(content(path), parse::Format::html)));
  }
}

TEST_CASE("golden stories are sent the same when they are read again") {
  const std::filesystem::path posts(MEDIUMSYNC_SOURCE_DIR "/tests/data/posts");
  if (!std::filesystem::exists(posts)) return;
  for (const auto& path : files_of(posts)) {
    const auto format = parse::format_of(path.string());
    if (!format || *format != parse::Format::markdown) continue;
    CAPTURE(path.filename());
    std::string once = rendered(read(content(path), *format));
    // A table has become text by then, whose language is open.
    for (std::size_t at = once.find("<pre>"); at != std::string::npos; at = once.find("<pre>", at + 1))
      once.insert(at + 4, " data-code-block-mode=\"1\"");
    check_fixed_point(once);
  }
}

}  // namespace
}  // namespace mediumsync::story
