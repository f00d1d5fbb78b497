#include "source/local_images.hpp"

#include <array>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <stdlib.h>

#include "support/document_printer.hpp"
#include "support/temporary_directory.hpp"

using namespace mediumsync;
using namespace mediumsync::source;
using namespace std::string_literals;

namespace {

const std::string png = "\x89PNG\r\n\x1a\n and what follows";

core::Block image_block(const std::string& path) {
  core::Image image;
  image.source = core::LocalImage{path};
  image.alt = "Words for it";
  return {image};
}

core::Document with_images(const std::vector<std::string>& paths) {
  core::Document document;
  for (const std::string& path : paths) document.blocks.push_back(image_block(path));
  return document;
}

// A folder with a post in posts/, and something secret above it.
struct Drop {
  Drop() {
    std::filesystem::create_directories(root / "drop/posts");
    std::filesystem::create_directories(root / "drop/images");
    write("secret.png", png);
  }

  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(root / name, std::ios::binary) << bytes;
  }

  CollectedImages collect(const std::vector<std::string>& paths,
                          const std::optional<std::string>& base_url = std::nullopt) const {
    auto opened = fs::Directory::open(root / "drop");
    return collect_images(with_images(paths), std::get<fs::Directory>(opened), "posts/post.md",
                          web_address({}, "posts/post.md", base_url));
  }

  support::TemporaryDirectory root;
};

bool is_words(const CollectedImages& images) {
  const std::string text = support::print(images.document);
  return text.find("image") == std::string::npos && text.find("Words for it") != std::string::npos;
}

}  // namespace

TEST_CASE("an image is found beside its post and from the top of the folder and within it") {
  const Drop drop;
  drop.write("drop/posts/a.png", png);
  drop.write("drop/images/b.png", png + "b");
  for (const std::string path : {"a.png", "./a.png", "../images/b.png", "/images/b.png", "../posts/../images/b.png"}) {
    CAPTURE(path);
    const CollectedImages images = drop.collect({path});
    REQUIRE(images.assets.size() == 1);
    CHECK(images.assets.front().path == path);
    CHECK(images.assets.front().media_type == "image/png");
    CHECK(images.assets.front().bytes.starts_with(png));
    CHECK(images.assets.front().digest.size() == 64);
    CHECK(images.findings.empty());
    CHECK(images.document == with_images({path}));
  }
}

TEST_CASE("nothing outside the folder is read") {
  const Drop drop;
  std::filesystem::create_symlink(drop.root / "secret.png", drop.root / "drop/posts/link.png");
  for (const std::string path : {"../../secret.png", "/../secret.png", "link.png"}) {
    CAPTURE(path);
    const CollectedImages images = drop.collect({path}, "https://blog.example/");
    CHECK(images.assets.empty());
    CHECK(is_words(images));
    REQUIRE(images.findings.size() == 1);
    CHECK(images.findings.front().code == "image-missing");
  }
}

TEST_CASE("a missing image is one on the web where the folder's place there is known") {
  const Drop drop;
  const CollectedImages images = drop.collect({"not here.png", "/top.png"}, "https://blog.example/");
  CHECK(images.assets.empty());
  CHECK(images.findings.empty());
  const auto url = [&](std::size_t i) {
    return std::get<core::RemoteImage>(std::get<core::Image>(images.document.blocks.at(i).value).source).url;
  };
  CHECK(url(0) == "https://blog.example/posts/not%20here.png");
  CHECK(url(1) == "https://blog.example/top.png");
}

TEST_CASE("a missing image is its words and one finding where nothing is known of the web") {
  const Drop drop;
  const CollectedImages images = drop.collect({"gone.png", "gone.png"});
  CHECK(images.assets.empty());
  CHECK(is_words(images));
  REQUIRE(images.findings.size() == 1);
  CHECK(images.findings.front().code == "image-missing");
  CHECK(images.findings.front().message.find("gone.png") != std::string::npos);
}

TEST_CASE("what is no image becomes its words whatever its name claims") {
  for (const std::string bytes : {"#!/bin/sh", ""}) {
    const Drop drop;
    drop.write("drop/posts/a.png", bytes);
    const CollectedImages images = drop.collect({"a.png"}, "https://blog.example/");
    CHECK(images.assets.empty());
    CHECK(is_words(images));
    REQUIRE(images.findings.size() == 1);
    CHECK(images.findings.front().code == "image-format");
    CHECK(images.findings.front().severity == core::Severity::warning);
    CHECK(images.findings.front().message.find("no image that is known here") != std::string::npos);
  }
}

TEST_CASE("an image that can't be read is the one on the web where the folder's place there is known") {
  const Drop drop;
  drop.write("drop/posts/large.png", "");
  std::filesystem::resize_file(drop.root / "drop/posts/large.png", 26U << 20);
  const std::string address = "https://blog.example/posts/large.png";
  const CollectedImages images = drop.collect({"large.png", "large.png"}, "https://blog.example/");
  CHECK(images.assets.empty());
  CHECK(support::print(images.document).find(address) != std::string::npos);
  REQUIRE(images.findings.size() == 1);
  CHECK(images.findings.front().severity == core::Severity::advice);
  CHECK(images.findings.front().message.find(address) != std::string::npos);
}

TEST_CASE("what Medium does not take is kept to be converted and said whatever its name claims") {
  struct Row {
    std::string bytes;
    std::string type;
  };
  const std::array rows{Row{"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"},
                        Row{"RIFF\x10\0\0\0WEBPVP8 "s, "image/webp"}, Row{"BM and more", "image/bmp"}};
  for (const Row& row : rows) {
    CAPTURE(row.type);
    const Drop drop;
    drop.write("drop/posts/a.png", row.bytes);
    const CollectedImages images = drop.collect({"a.png"});
    REQUIRE(images.assets.size() == 1);
    CHECK(images.assets.front().media_type == row.type);
    CHECK(images.assets.front().bytes == row.bytes);
    CHECK(images.document == with_images({"a.png"}));
    REQUIRE(images.findings.size() == 1);
    CHECK(images.findings.front().code == "image-format");
    CHECK(images.findings.front().severity == core::Severity::advice);
    CHECK(images.findings.front().message.find(row.type) != std::string::npos);
  }
}

TEST_CASE("without a converter the package that has it is named") {
  const Drop drop;
  drop.write("drop/posts/a.svg", "<svg/>");
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (drop.root / "nothing").c_str(), 1);
  const CollectedImages images = drop.collect({"a.svg"});
  ::setenv("PATH", path.c_str(), 1);
  REQUIRE(images.findings.size() == 1);
  CHECK(images.findings.front().severity == core::Severity::warning);
  CHECK(images.findings.front().message.find("libvips-tools") != std::string::npos);
}

TEST_CASE("an image that is written into the text goes by a short name") {
  const std::string url = "data:image/png;base64,iVBORw0KGgo=";
  const CollectedImages images = collect_added(with_images({url, "data:image/png;base64,*", url}), {});
  REQUIRE(images.assets.size() == 1);
  CHECK(images.assets.front().bytes == "\x89PNG\r\n\x1a\n");
  CHECK(images.assets.front().media_type == "image/png");
  const std::string name = images.assets.front().path;
  CHECK(name.starts_with("data-"));
  CHECK(name.ends_with(".png"));
  CHECK(name.size() < 30);
  for (const std::size_t block : {0U, 2U}) {
    const auto& image = std::get<core::Image>(images.document.blocks.at(block).value);
    CHECK(std::get<core::LocalImage>(image.source).path == name);
  }
  REQUIRE(images.findings.size() == 1);
  CHECK(images.findings.front().code == "image-data");
  CHECK(images.findings.front().message.size() < 200);
}

TEST_CASE("an image that stands twice is taken once") {
  const Drop drop;
  drop.write("drop/posts/a.png", png);
  const CollectedImages images = drop.collect({"a.png", "a.png"});
  CHECK(images.assets.size() == 1);
  CHECK(images.document == with_images({"a.png", "a.png"}));
}

TEST_CASE("images that a person's program brought are taken as they are and others are said") {
  const CollectedImages images = collect_added(with_images({"a.png", "b.png"}), {{"a.png", png}});
  REQUIRE(images.assets.size() == 1);
  CHECK(images.assets.front().path == "a.png");
  REQUIRE(images.findings.size() == 1);
  CHECK(images.findings.front().message.find("b.png") != std::string::npos);
}
