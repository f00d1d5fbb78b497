#include "parse/medium_export.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <iterator>

using namespace mediumsync;

namespace {

std::string fixture(const std::string& name) {
  std::ifstream file(MEDIUMSYNC_SOURCE_DIR "/tests/data/export/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a page of the export tells the story's id and address and day and its own canonical address") {
  const auto story =
      parse::exported_story(fixture("essay.html"), "posts/2021-03-04_What-the-Keeper-Knew-3f1c0a9b2d4e.html");
  REQUIRE(story);
  CHECK(story->id == "3f1c0a9b2d4e");
  CHECK(story->url == "https://medium.com/p/3f1c0a9b2d4e");
  CHECK(story->draft == core::Draft::no);
  CHECK(story->item.title == "What the Lighthouse Keeper Knew");
  CHECK(story->item.canonical_url == "https://jane.example/lighthouse");
  CHECK(story->item.date == core::parse_rfc3339("2021-03-04T09:15:00Z"));
  CHECK_FALSE(story->item.body.blocks.empty());
  // Renamed: the footer has the id, the links in the text lead to other stories.
  CHECK(parse::exported_story(fixture("reply.html"), "reply.html")->id == "0a1b2c3d4e5");
}

TEST_CASE("Medium's own address as the canonical one is the story's address and not the author's") {
  std::string page = fixture("essay.html");
  const std::string own = "https://jane.example/lighthouse";
  page.replace(page.rfind(own), own.size(), "https://medium.com/@jane/keeper-3f1c0a9b2d4e?source=x");
  const auto story = parse::exported_story(page, "essay.html");
  REQUIRE(story);
  CHECK(story->url == "https://medium.com/@jane/keeper-3f1c0a9b2d4e");
  CHECK_FALSE(story->item.canonical_url);
}

TEST_CASE("drafts and what is no story are told apart") {
  CHECK(parse::exported_story(fixture("essay.html"), "posts/draft_Keeper-3f1c0a9b2d4e.html")->draft ==
        core::Draft::yes);
  CHECK_FALSE(parse::exported_story("<h1>Medium export</h1>", "posts/2021-01-01_A-3f1c0a9b2d4e.html"));
  CHECK_FALSE(parse::exported_story("<article class='h-entry'>No id</article>", "posts/essay.html"));
  for (const char* path : {"posts/a.html", "medium-export/posts/a.html"}) CHECK(parse::is_story_file(path));
  for (const char* path : {"partner-program/posts-0001.html", "README.html", "posts/a.txt", "posts/", "posts/x/a.html",
                           "../../posts/a.html", "posts.html"})
    CHECK_FALSE(parse::is_story_file(path));
}

TEST_CASE("the statistics page tells ids and titles") {
  const auto stories = parse::stories_of_stats(
      R"(])}while(1);</x>{"success":true,"payload":{"value":[{"postId":"3f1c0a9b2d4e","title":"A","views":3},{"x":1},5]}})");
  REQUIRE(stories);
  REQUIRE(stories->size() == 1);
  CHECK(stories->front().id == "3f1c0a9b2d4e");
  CHECK(stories->front().item.title == "A");
  for (const char* other : {"", "{}", "[]", "<html>", R"({"payload":{}})", R"({"payload":{"value":{}}})"})
    CHECK_FALSE(parse::stories_of_stats(other));
}
