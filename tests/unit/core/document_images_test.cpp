#include "core/document_images.hpp"

#include <doctest/doctest.h>

#include "support/document_printer.hpp"

using namespace mediumsync;
using namespace mediumsync::core;

namespace {

Image remote(const std::string& url, const std::string& alt) {
  return {RemoteImage{url}, alt, {}, std::nullopt};
}

// One at the top, one in a list, one in a note, and one beside the post.
Document everywhere() {
  Document document;
  document.blocks.push_back({remote("https://a.example/1.png", "One")});
  document.blocks.push_back({List{std::nullopt, {{Task::none, {{remote("https://a.example/2.png", "Two")}}}}}});
  document.blocks.push_back({Image{LocalImage{"3.png"}, "Three", {}, std::nullopt}});
  document.footnotes.push_back({"1", {{remote("https://a.example/4.png", "Four")}}});
  return document;
}

}  // namespace

TEST_CASE("every image on the web is asked about wherever it stands and local ones are not") {
  std::string asked;
  const Document same = decide_remote_images(everywhere(), [&](const RemoteImage& image) -> ImageFate {
    asked += image.url.substr(18, 1);
    return KeepImage{};
  });
  CHECK(asked == "124");
  CHECK(same == everywhere());
}

TEST_CASE("an image becomes a link that keeps its words and its caption and where it led") {
  Document document;
  Image image = remote("https://a.example/1.png", "A cat");
  image.caption = {Run{"Seen today", Marks::none, std::nullopt}};
  image.href = "https://a.example/cats";
  document.blocks.push_back({image});
  const Document named =
      decide_remote_images(document, [](const RemoteImage& one) -> ImageFate { return NameImage{one.url}; });
  Document expected;
  expected.blocks.push_back({Paragraph{{Run{"A cat", Marks::none, "https://a.example/1.png"}, Break{},
                                        Run{"Seen today", Marks::none, std::nullopt}, Break{},
                                        Run{"https://a.example/cats", Marks::none, "https://a.example/cats"}}}});
  CHECK(named == expected);
}

TEST_CASE("an image without words is linked by its address") {
  Document document;
  document.blocks.push_back({remote("https://a.example/1.png", "")});
  const Document named =
      decide_remote_images(document, [](const RemoteImage& one) -> ImageFate { return NameImage{one.url}; });
  Document expected;
  expected.blocks.push_back({Paragraph{{Run{"https://a.example/1.png", Marks::none, "https://a.example/1.png"}}}});
  CHECK(named == expected);
}

TEST_CASE("a local image goes by another path") {
  const Document renamed =
      decide_local_images(everywhere(), [](const LocalImage&) -> ImageFate { return RenameImage{"new.png"}; });
  Document expected = everywhere();
  std::get<Image>(expected.blocks.at(2).value).source = LocalImage{"new.png"};
  CHECK(renamed == expected);
}
