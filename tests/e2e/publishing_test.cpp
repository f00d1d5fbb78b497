#include <doctest/doctest.h>
#include <sys/stat.h>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

constexpr const char* whole_post = R"(---
title: A whole post
tags: [linux, daemons]
---

An introduction with **strong** words.

| Name | Port |
|------|-----:|
| http | 80   |
| ssh  | 22   |

- Parent
  - Child
    - Grandchild
- Sibling

```go
func main() { println("hello") }
```

![A pixel](images/pixel.png)
)";

}  // namespace

TEST_CASE("a dropped Markdown file is published whole") {
  World world;
  std::filesystem::create_directory(world.folder() / "images");
  world.write(world.folder() / "images" / "pixel.png", tiny_png());
  world.daemon.start();
  world.drop("whole.md", whole_post);
  world.await_state("A whole post", "published");
  CHECK(world.posts_sent() == 1);
  CHECK(world.sandbox.count("POST /images") == 1);
  const auto stories = world.stories("A whole post");
  REQUIRE(stories.size() == 1);
  const std::string html = stories.front().at("content");
  CAPTURE(html);
  CHECK(html.starts_with("<h1>A whole post</h1>"));
  CHECK(contains(html, "<strong>strong</strong>"));
  CHECK(contains(html, "http"));
  CHECK(contains(html, "80"));
  CHECK(contains(html, "– Child"));
  CHECK(contains(html, "– Grandchild"));
  CHECK(contains(html, "data-code-block-lang=\"go\""));
  CHECK(contains(html, "func main()"));
  const Json state = world.sandbox.get("/state");
  REQUIRE(state.at("images").size() == 1);
  CHECK(contains(html, state.at("images").at(0).at("key").get<std::string>()));
  CHECK(stories.front().at("tags") == Json::array({"linux", "daemons"}));
  const Json post = world.post("A whole post");
  CHECK(post.at("medium_id") == stories.front().at("id"));
  CHECK(post.at("url") == stories.front().at("url"));
  CHECK(contains(world.daemon.log(), "published post="));
}

TEST_CASE("a broken file is shown with its line and the good one beside it is published") {
  World world;
  world.daemon.start();
  world.drop("broken.md", "---\ntitle: Broken\ntags: [one, two\n---\n\nText.\n");
  world.drop_post("Good");
  world.await_state("Good", "published");
  world.await("the broken one is shown", [&] { return world.posts().size() == 2; });
  const Json failed = world.daemon.ask({"list", "--state", "failed"}).at("posts");
  REQUIRE(failed.size() == 1);
  CHECK(contains(failed.at(0).at("reason"), "line "));
  CHECK(contains(failed.at(0).at("origin"), "broken.md"));
  CHECK(world.daemon.ctl({"status", "--check"}).status == 4);
  CHECK(world.posts_sent() == 1);
  world.drop("broken.md", "---\ntitle: Mended\ntags: [one, two]\n---\n\nText.\n");
  world.await_state("Mended", "published");
  CHECK(world.posts_sent() == 2);
}

TEST_CASE("no image outside the folder is read whatever its path is called") {
  World world;
  world.write(world.directory / "secret.png", tiny_png());
  std::filesystem::create_symlink(world.directory / "secret.png", world.folder() / "link.png");
  std::filesystem::create_directory_symlink(world.directory.path(), world.folder() / "linked");
  const std::string absolute = (world.directory / "secret.png").string();
  world.daemon.start();
  for (const std::string& path :
       {std::string("link.png"), std::string("linked/secret.png"), std::string("../secret.png"), absolute}) {
    CAPTURE(path);
    const std::string title = "Image " + std::to_string(world.posts().size());
    world.drop(title + ".md", "# " + title + "\n\nText before it.\n\n![alternative](" + path + ")\n\nText after it.\n");
    world.await_state(title, "published");
    const auto stories = world.stories(title);
    REQUIRE(stories.size() == 1);
    CHECK(!contains(stories.front().at("content"), "<img"));
    CHECK(!world.daemon.ask({"show", world.id(title)}).at("findings").empty());
  }
  CHECK(world.sandbox.count("POST /images") == 0);
}

TEST_CASE("links pipes and folders with a post's name are never read and said") {
  World world;
  world.write(world.directory / "outside.md", "# Outside\n\nNot to be read.\n");
  std::filesystem::create_symlink(world.directory / "outside.md", world.folder() / "link-before.md");
  world.daemon.start();
  std::filesystem::create_symlink(world.directory / "outside.md", world.folder() / "link.md");
  REQUIRE(::mkfifo((world.folder() / "pipe.md").c_str(), 0600) == 0);
  std::filesystem::create_directory(world.folder() / "folder.md");
  world.drop_post("Good");
  world.await_state("Good", "published");
  world.await("all are said", [&] { return world.daemon.ask({"status"}).at("counts").at("failed") == 3; });
  const Json failed = world.daemon.ask({"list", "--state", "failed"}).at("posts");
  for (const Json& post : failed) {
    const std::string origin = post.at("origin");
    CHECK(contains(post.at("reason"), origin == "pipe.md" ? "not a regular file" : "symbolic link"));
  }
  CHECK(world.posts().size() == 4);
  CHECK(world.posts_sent() == 1);
}

TEST_CASE("refused tags cost one more POST and are told") {
  World world;
  world.sandbox.post("/settings", {{"refused_tags", {"forbidden"}}});
  world.daemon.start();
  world.drop("tagged.md", "---\ntitle: Tagged\ntags: [forbidden, fine]\n---\n\nText.\n");
  world.await_state("Tagged", "published");
  CHECK(world.posts_sent() == 2);
  const auto stories = world.stories("Tagged");
  REQUIRE(stories.size() == 1);
  CHECK(stories.front().at("tags").empty());
  const Json attempts = world.daemon.ask({"show", world.id("Tagged")}).at("attempts");
  REQUIRE(attempts.size() == 2);
  CHECK(contains(attempts.dump(), "without tags"));
}

TEST_CASE("a refused date costs one more POST and is told") {
  World world;
  world.sandbox.post("/clock", {{"now", "2020-01-01T00:00:00Z"}, {"frozen", false}});
  world.daemon.start();
  world.drop("dated.md", "---\ntitle: Dated\nmedium:\n  published_at: 2021-01-01T00:00:00Z\n---\n\nText.\n");
  world.await_state("Dated", "published");
  CHECK(world.posts_sent() == 2);
  CHECK(world.stories("Dated").size() == 1);
  CHECK(contains(world.daemon.ask({"show", world.id("Dated")}).at("attempts").dump(), "without its date"));
}
