#include "parse/medium_export.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <iterator>

#include "parse/medium_figures.hpp"

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
  CHECK(story->exported_on == core::parse_rfc3339("2025-11-01T00:00:00Z"));
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

TEST_CASE("the day of the export is that of the footer and no words of the story's") {
  std::string page = fixture("essay.html");
  const std::string said = " on November 1, 2025.</p></footer>";
  REQUIRE(page.find(said) != std::string::npos);
  page.replace(page.find(said), said.size(), ".</p></footer>");
  CHECK_FALSE(parse::exported_story(page, "essay.html")->exported_on);
  page.insert(page.find("</section>"), "<p>Exported from Medium on May 5, 2005.</p>");
  CHECK_FALSE(parse::exported_story(page, "essay.html")->exported_on);
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

TEST_CASE("entries of the statistics that tell nothing are named with what is wrong") {
  const auto page = [](const std::string& entries) { return R"({"payload":{"value":[)" + entries + "]}}"; };
  struct Row {
    const char* entry;
    const char* wrong;  // empty: nothing
  };
  const Row rows[] = {
      {"5", "is no object"},
      {"{}", "has no \"postId\""},
      {R"({"postId":5,"title":"A"})", "has a \"postId\" that is no text"},
      {R"({"postId":"../x","title":"A"})", "has a \"postId\" that is no id of Medium's"},
      {R"({"postId":"0123456789ab"})", "has no \"title\" and no figures"},
      {R"({"postId":"0123456789ab","title":"A"})", ""},
      {R"({"postId":"0123456789ab","views":5})", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.entry));
    const std::string json = page(R"({"postId":"aaaaaaaaaaaa","title":"Good"},)" + std::string(row.entry));
    const auto mistakes = parse::mistakes_in_stats(json);
    const bool wrong = *row.wrong != '\0';
    REQUIRE(mistakes.size() == (wrong ? 1 : 0));
    if (!wrong) continue;
    CHECK(mistakes.front().where == "payload.value[1]");
    CHECK(mistakes.front().what == row.wrong);
    CHECK(parse::stories_of_stats(json)->size() == 1);
    CHECK(parse::figures_of_stats(json).empty());
  }
  CHECK(parse::mistakes_in_stats("no json").empty());
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

TEST_CASE("a page of the export tells whose it is and stands for its words whatever its markup is") {
  const std::string page = fixture("essay.html");
  const char* path = "posts/2021-03-04_What-the-Keeper-Knew-3f1c0a9b2d4e.html";
  const auto words = [&](const std::string& html) { return parse::exported_story(html, path)->words; };
  REQUIRE(words(page));
  CHECK(parse::exported_story(page, path)->author == "jane");
  std::string styled = page;
  for (std::size_t at = 0; (at = styled.find("class=\"graf ", at)) != std::string::npos; at += 12)
    styled.insert(at, "id=\"x\" ");
  REQUIRE(styled != page);
  CHECK(words(styled) == words(page));
  std::string edited = page;
  const std::size_t lamp = edited.rfind("the ", edited.find("<footer"));
  REQUIRE(lamp != std::string::npos);
  edited.replace(lamp, 4, "one ");
  CHECK(words(edited) != words(page));
  std::string titled = page;
  titled.replace(titled.find("Keeper", titled.find("p-name")), 6, "Baker!");
  CHECK(words(titled) != words(page));
}

TEST_CASE("the partner programme's page tells what stories earned") {
  const std::string page = R"(<!DOCTYPE html><html><body><section class="h-feed"><ul>
<li class="h-entry"><a class="h-cite" href="https://medium.com/p/hidden-ccc333ccc333">Hidden</a> : $1.50 (USD)</li>
<li class="h-entry"><a class="h-cite" href="https://medium.com/p/how-i-made-100-aaa111aaa111">How I made $100</a> - $1,234.56</li>
<li class="h-entry"><a href="https://medium.com/p/nothing-bbb222bbb222">Nothing</a></li>
<li class="h-entry"><a href="https://example.org/elsewhere">Elsewhere</a> $9</li>
<li>Not one: $5</li></ul></section></body></html>)";
  const auto stories = parse::earnings_of(page);
  REQUIRE(stories.size() == 2);
  CHECK(stories.at(0).id == "ccc333ccc333");
  CHECK(stories.at(0).title == "Hidden");
  CHECK(stories.at(0).earned == parse::Earned{150, "USD"});
  CHECK_FALSE(stories.at(0).views);
  CHECK(stories.at(1).earned == parse::Earned{123456, "USD"});
  CHECK(parse::earnings_of("<html>").empty());
  CHECK(parse::earnings_of(fixture("essay.html")).empty());
  for (const char* path : {"partner-program/posts-0001.html", "medium-export/partner-program/posts-0002.html"})
    CHECK(parse::is_earnings_file(path));
  for (const char* path :
       {"posts/a.html", "partner-program.html", "partner-program/a.txt", "../partner-program/a.html"})
    CHECK_FALSE(parse::is_earnings_file(path));
}

TEST_CASE("an amount is read as people write it") {
  struct Row {
    const char* text;
    std::int64_t cents;
    const char* currency;
  };
  const Row rows[] = {{" : $1.50 (USD)", 150, "USD"}, {"$0", 0, "USD"},
                      {"$12", 1200, "USD"},           {"$1,234", 123400, "USD"},
                      {"€1.234,5", 123450, "EUR"},    {"3.07 GBP", 307, "GBP"},
                      {"CA$7.1 (CAD).", 710, "CAD"},  {"£2.", 200, "GBP"}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parse::read_money(row.text) == parse::Earned{row.cents, row.currency});
  }
  for (const char* none : {"", "free", "$", "99999999999999999999"}) CHECK_FALSE(parse::read_money(none));
}

TEST_CASE("the statistics page tells views and reads and claps") {
  const auto stories = parse::figures_of_stats(
      R"(])}while(1);</x>
{"payload":{"value":[{"postId":"a","title":"A","views":12,"reads":7,"upvotes":3},{"postId":"b","views":-1},
{"postId":"c","views":"9"},{"views":3},{"postId":"d","title":7,"reads":0}]}})");
  REQUIRE(stories.size() == 2);
  CHECK(stories.front().views == 12);
  CHECK(stories.front().reads == 7);
  CHECK(stories.front().claps == 3);
  CHECK_FALSE(stories.front().earned);
  CHECK(stories.back().id == "d");
  CHECK(stories.back().reads == 0);
  CHECK(parse::figures_of_stats("{}").empty());
}
