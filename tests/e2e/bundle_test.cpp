// A directory that is one post, named by a person.
#include <doctest/doctest.h>
#include <filesystem>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

TEST_CASE("a bundle's directory is checked and rendered and added with its images and its cover") {
  World world;
  const auto bundle = world.directory / "my-trip";
  std::filesystem::create_directory(bundle);
  world.write(bundle / "index.md",
              "---\ntitle: My trip\ncover: cover.png\n---\nWords of the trip.\n\n![The sea](sea.png)\n");
  world.write(bundle / "cover.png", tiny_png());
  world.write(bundle / "sea.png", tiny_png() + "x");
  world.daemon.start();

  const auto checked = world.daemon.ctl({"check", bundle.string()});
  CHECK(checked.status == 0);
  CHECK_FALSE(contains(checked.output, "image-missing"));
  const Json rendered = world.daemon.ask({"render", bundle.string()});
  CHECK(rendered.at("title") == "My trip");
  const std::string html = rendered.at("html");
  CHECK(contains(html, "src=\"upload:cover.png\""));
  CHECK(contains(html, "src=\"upload:sea.png\""));
  CHECK(html.find("cover.png") < html.find("sea.png"));

  const Json added = world.daemon.ask({"add", bundle.string()});
  CHECK(added.at("outcome") == "added");
  world.await_state("My trip", "published");
  CHECK(world.sandbox.count("POST /images") == 2);
  CHECK(world.daemon.ask({"add", bundle.string()}).at("outcome") == "unchanged");
  CHECK(world.posts_sent() == 1);
}
