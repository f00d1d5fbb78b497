#include "sandbox/model/feed.hpp"

#include <doctest/doctest.h>

#include "unit/sandbox/seeded.hpp"

using namespace mediumsync::sandbox;
using namespace mediumsync::sandbox::test;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> titles(const State& state, Instant now) {
  std::vector<std::string> found;
  for (const Story* story : feed_items(state, state.stories_of(jane(state).id), now)) found.push_back(story->title);
  return found;
}

bool says(const std::string& xml, const std::string& part) {
  return xml.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the feed lists the ten newest public stories and responses") {
  State state = seeded();
  for (int i = 0; i < 12; ++i) {
    state.add_story(written(state, {{"title", std::to_string(i)}, {"response", i == 11}}, noon + i * 1min));
  }
  state.add_story(written(state, {{"title", "draft"}, {"status", "draft"}}, noon + 1h));
  state.add_story(written(state, {{"title", "unlisted"}, {"status", "unlisted"}}, noon + 1h));
  CHECK(titles(state, noon + 2h) == std::vector<std::string>{"11", "10", "9", "8", "7", "6", "5", "4", "3", "2"});
}

TEST_CASE("a story dated back stands where its date says") {
  State state = seeded();
  state.add_story(written(state, {{"title", "now"}}));
  state.add_story(written(state, {{"title", "dated back"}, {"publishedAt", "2020-01-01"}}, noon + 1h));
  CHECK(titles(state, noon + 2h) == std::vector<std::string>{"now", "dated back"});
}

TEST_CASE("a story is in the feed once the lag has passed") {
  State state = seeded();
  state.settings.feed_lag = 60s;
  state.add_story(written(state, {{"title", "late"}, {"publishedAt", "2020-01-01"}}));
  CHECK(titles(state, noon + 59s).empty());
  CHECK(titles(state, noon + 60s) == std::vector<std::string>{"late"});
}

TEST_CASE("an item has Medium's guid and link and no canonical") {
  State state = seeded();
  const Story& story = state.add_story(written(state, {{"title", "A ]]> title & more"},
                                                       {"content",
                                                        "<h1>A title</h1><p>Body</p><hr><p><em>Originally published at "
                                                        "<a href=\"https://example.org/a\">example.org</a>.</em></p>"},
                                                       {"tags", {"One two"}},
                                                       {"canonicalUrl", "https://example.org/canonical"}}));
  const std::string xml = user_feed(state, jane(state), noon);
  for (const std::string& part :
       {std::string{"<title><![CDATA[A ]]]]><![CDATA[> title & more]]></title>"},
        "<guid isPermaLink=\"false\">https://medium.com/p/" + story.id + "</guid>",
        "<link>https://medium.com/@jane/a-title-more-" + story.id + "?source=rss-15f0b4c8e2a9------2</link>",
        std::string{"<category><![CDATA[one-two]]></category>"},
        std::string{"<pubDate>Wed, 01 May 2024 12:00:00 GMT</pubDate>"},
        std::string{"<atom:updated>2024-05-01T12:00:00.000Z</atom:updated>"}, std::string{"<p>Body</p>"},
        std::string{"Originally published at <a href=\"https://example.org/a\""},
        "postId=" + story.id + "\" width=\"1\" height=\"1\""}) {
    CAPTURE(std::string{part});
    CHECK(says(xml, part));
  }
  CHECK_FALSE(says(xml, "canonical"));
}

TEST_CASE("a story for members carries a teaser alone") {
  State state = seeded();
  state.add_story(written(state, {{"content", "<p>" + std::string(400, 'x') + "</p>"}, {"memberOnly", true}}));
  const std::string xml = user_feed(state, jane(state), noon);
  CHECK(says(xml, "<description><![CDATA[<div class=\"medium-feed-item\">"));
  CHECK_FALSE(says(xml, "<content:encoded>"));
  CHECK_FALSE(says(xml, std::string(200, 'x')));
}

TEST_CASE("a publication's feed lists its own stories") {
  State state = seeded();
  state.add_story(written(state, {{"title", "inside"}, {"publication", "small-machines"}}));
  state.add_story(written(state, {{"title", "outside"}}));
  const std::string xml = publication_feed(state, *state.publication_with_slug("small-machines"), noon);
  CHECK(says(xml, "inside"));
  CHECK_FALSE(says(xml, "outside"));
}
