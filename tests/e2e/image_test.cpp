#include <doctest/doctest.h>
#include <fstream>
#include <sstream>

#include "e2e/world.hpp"

using namespace mediumsync;
using namespace mediumsync::e2e;

namespace {

constexpr const char* images_route = "POST /images";
const std::string drawing =
    R"(<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="red"/></svg>)";

// The drawing as WebP, by the real converter.
std::string webp(const World& world) {
  world.write(world.directory / "drawing.svg", drawing);
  const std::string out = (world.directory / "drawing.webp").string();
  REQUIRE(support::run({"/usr/bin/env", "vips", "copy", (world.directory / "drawing.svg").string(), out}).status == 0);
  std::ifstream file(out, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

std::string content(const World& world, const std::string& title) {
  const auto stories = world.stories(title);
  REQUIRE(stories.size() == 1);
  return stories.front().dump();
}

}  // namespace

TEST_CASE("formats that Medium does not take are converted and uploaded once for all posts") {
  World world;
  world.drop("a.webp", webp(world));
  world.drop("b.svg", drawing);
  world.daemon.start();
  world.drop("one.md", "# One\n\n![A](a.webp)\n\n![B](b.svg)\n");
  world.await_state("One", "published");
  world.drop("two.md", "# Two\n\n![The same](a.webp)\n");
  world.await_state("Two", "published");
  CHECK(world.sandbox.count(images_route) == 2);
  CHECK(world.posts_sent() == 2);
  CHECK(contains(content(world, "Two"), "cdn-images-1.medium.com"));
}

TEST_CASE("a dead image becomes a link that is told of and the story is sent once") {
  World world;
  world.daemon.start();
  const std::string dead = world.sandbox.api() + "/no-such-image.png";
  world.drop("one.md", "# One\n\n![The view](" + dead + ")\n\nText.\n");
  world.await_state("One", "published");
  CHECK(world.posts_sent() == 1);
  CHECK(contains(content(world, "One"), "The view"));
  CHECK(contains(world.daemon.ask({"show", world.id("One")}).at("findings").dump(), "image-dead"));
}

TEST_CASE("a textbundle and an image written into the text go out whole") {
  World world;
  std::filesystem::create_directories(world.folder() / "Trip.textbundle/assets");
  world.drop("Trip.textbundle/assets/a.png", tiny_png());
  world.drop("Trip.textbundle/text.md", "We went ![there](assets/a.png).\n");
  world.daemon.start();
  world.await_state("Trip", "published");
  CHECK(world.post("Trip").at("origin") == "Trip.textbundle");
  CHECK(contains(content(world, "Trip"), "cdn-images-1.medium.com"));
  world.drop(
      "data.md",
      "# "
      "Data\n\n![Dot](data:image/"
      "png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==)\n");
  world.await_state("Data", "published");
  CHECK(world.sandbox.count(images_route) == 2);
  CHECK(contains(content(world, "Data"), "cdn-images-1.medium.com"));
}
