#include "sandbox/model/page.hpp"

#include <doctest/doctest.h>

#include "sandbox/model/site.hpp"
#include "unit/sandbox/seeded.hpp"

using namespace mediumsync::sandbox;
using namespace mediumsync::sandbox::test;

namespace {

bool shows(const std::string& page, const std::string& part) {
  return page.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a story's page shows the story and its settings") {
  const State state = seeded();
  Story story = written(state, {{"content",
                                 "<h1>Shown title</h1><h2>Below it</h2><p>Words.</p>"
                                 "<pre data-code-block-mode=\"2\" data-code-block-lang=\"rust\">fn</pre>"},
                                {"title", "Listed title"},
                                {"tags", {"One & two"}},
                                {"canonicalUrl", "https://example.org/?a=1&b=2"},
                                {"license", "cc-40-by-sa"},
                                {"status", "unlisted"}});
  story.id = "abc";
  const std::string page = story_page(state, story);
  for (const char* part : {"<h1>Shown title</h1>", "<p class=\"subtitle\">Below it</p>", "<p>Words.</p>",
                           "<span class=\"language\">rust</span>", "Listed title", "<li>One &amp; two</li>",
                           "href=\"https://example.org/?a=1&amp;b=2\"", "cc-40-by-sa",
                           "<span class=\"pill unlisted\">unlisted</span>", "Jane Doe"}) {
    CAPTURE(std::string{part});
    CHECK(shows(page, part));
  }
}

TEST_CASE("nothing in a story gets out of its page") {
  const State state = seeded();
  const Story story =
      written(state, {{"title", "<script>alert(1)</script>"},
                      {"content",
                       "<h1>a</h1><script>alert(2)</script><p onclick=\"alert(3)\">b</p><img src=\"https://e.org/"
                       "\" onerror=\"alert(4)\" alt='\"><script>alert(5)</script>'>"
                       "<pre>&lt;script&gt;alert(6)&lt;/script&gt;</pre><a href=\"javascript:alert(7)\">c</a>"},
                      {"tags", {"<script>"}}});
  const std::string page = story_page(state, story);
  CHECK_FALSE(shows(page, "<script"));
  CHECK_FALSE(shows(page, "<p onclick"));
  CHECK_FALSE(shows(page, "href=\"javascript"));
  CHECK(shows(page, "&lt;script&gt;alert(6)"));
}

TEST_CASE("uploaded images are shown from the sandbox") {
  const State state = seeded();
  const Story story = written(state, {{"content",
                                       "<figure><img src=\"https://cdn-images-1.medium.com/proxy/1*KEY.png\"></figure>"
                                       "<figure><img src=\"https://example.org/proxy/b.png\"></figure>"}});
  const std::string page = story_page(state, story);
  CHECK(shows(page, "<img src=\"/proxy/1*KEY.png\""));
  CHECK(shows(page, "<img src=\"https://example.org/proxy/b.png\""));
}

TEST_CASE("a story is found by its id whatever stands before it") {
  State state = seeded();
  const std::string id = state.add_story(written(state, {{"title", "Other words"}})).id;
  const auto status = [&](const std::string& path) {
    return answer_site(find_target("GET", path), state, noon).status;
  };
  for (const std::string& path : {"/@jane/other-words-" + id, "/@jane/" + id, "/small-machines/x-" + id}) {
    CHECK(status(path) == 200);
  }
  CHECK(status("/p/" + id) == 302);
  for (const char* path : {"/", "/@jane", "/small-machines", "/feed/@jane", "/feed/small-machines"})
    CHECK(status(path) == 200);
  for (const char* path :
       {"/@nobody", "/@jane/ffffffffffff", "/p/ffffffffffff", "/feed/@nobody", "/proxy/1*none.png", "/a/b/c"}) {
    CAPTURE(path);
    CHECK(status(path) == 404);
  }
}

TEST_CASE("the overview and a person's page list stories of every status") {
  State state = seeded();
  for (const char* status : {"public", "draft", "unlisted"}) {
    state.add_story(written(state, {{"title", std::string{"A story: "} + status}, {"status", status}}));
  }
  for (const std::string& page : {overview_page(state, noon), user_page(state, jane(state))}) {
    for (const char* status : {"public", "draft", "unlisted"}) CHECK(shows(page, std::string{"A story: "} + status));
  }
}
