#include <array>
#include <doctest/doctest.h>
#include <string>
#include <string_view>

#include "parse/feed.hpp"
#include "parse/feed_teaser.hpp"
#include "unit/parse/describe.hpp"

namespace mediumsync::parse {
namespace {

const std::string long_text = [] {
  std::string text;
  while (text.size() < 2 * short_summary) text += "Many words about one thing. ";
  return text;
}();

TEST_CASE("an entry becomes an item") {
  FeedEntry entry;
  entry.title = "One & only";
  entry.link = "https://proxy.example/~r/1";
  entry.original = "https://blog.example/1";
  entry.summary = "short";
  entry.content = "<p>Hello <a href=\"two\">two</a></p><p><img src=\"/i.png\" alt=\"I\"></p>";
  entry.base = "https://blog.example/1";
  entry.categories = {"C++", "Linux"};
  entry.updated = core::TimePoint{std::chrono::days(2)};
  const core::Item undated = item(entry, {});
  CHECK(undated.date == entry.updated);
  entry.published = core::TimePoint{std::chrono::days(1)};
  const core::Item story = item(entry, {});
  CHECK(story.title == "One & only");
  CHECK(story.canonical_url == "https://blog.example/1");
  CHECK(story.tags == entry.categories);
  CHECK(story.date == entry.published);
  CHECK(story.excerpt == core::Excerpt::no);
  REQUIRE(story.body.blocks.size() == 2);
  const auto& paragraph = std::get<core::Paragraph>(story.body.blocks[0].value);
  REQUIRE(paragraph.text.size() == 2);
  CHECK(std::get<core::Run>(paragraph.text[1]).href == "https://blog.example/two");
  const auto& image = std::get<core::Image>(story.body.blocks[1].value);
  CHECK(std::get<core::RemoteImage>(image.source).url == "https://blog.example/i.png");
}

TEST_CASE("a link that is no web address is no canonical one") {
  FeedEntry entry;
  entry.link = "/relative";
  CHECK_FALSE(item(entry, {}).canonical_url.has_value());
}

TEST_CASE("sound and film that an entry brings along are linked behind its text") {
  FeedEntry entry;
  entry.content = "<p>Hello</p><video src=\"https://b.example/in.mp4?a&amp;b\"></video>";
  entry.link = "https://b.example/1";
  entry.attachments = {{"https://b.example/a.mp3", "audio/mpeg", "Talk \"one\""},
                       {"https://b.example/in.mp4?a&b", "video/mp4", {}},
                       {"https://b.example/p.pdf", "application/pdf", {}},
                       {"https://b.example/v.mp4", "video", {}}};
  entry.about = "https://other.example/?a&b";
  const core::Item story = item(entry, {});
  CHECK(describe(story.body) ==
        "p(Hello) | p([▶ in.mp4](https://b.example/in.mp4?a&b)) | p([▶ Talk \"one\"](https://b.example/a.mp3)) | "
        "p([▶ v.mp4](https://b.example/v.mp4)) | p([https://other.example/?a&b](https://other.example/?a&b))");
  CHECK(story.canonical_url == "https://b.example/1");
  entry.about = entry.link;
  entry.attachments.clear();
  CHECK(item(entry, {}).body.blocks.size() == 2);
}

TEST_CASE("an entry that carries nothing but its Markdown is read from that") {
  FeedEntry entry;
  entry.markdown = "Some *words*\n\n- one";
  CHECK(describe(item(entry, {}).body) == "p(Some _words_) | list{{p(one)}}");
}

struct Teaser {
  std::string what;
  std::optional<std::string> content;
  std::optional<std::string> summary;
  core::Excerpt excerpt;
};

TEST_CASE("a teaser is told from a story") {
  using enum core::Excerpt;
  const std::string story = "<p>" + long_text + "</p>";
  const std::array teasers = {
      Teaser{"nothing at all", {}, {}, yes},
      Teaser{"a long summary", {}, story, no},
      Teaser{"a short summary", {}, "<p>Just a few words.</p>", yes},
      Teaser{"a short summary twice", "<p>Just a <b>few</b> words.</p>", "Just a few words.", yes},
      Teaser{"a short story", "<p>Just a few words.</p>", "x", no},
      Teaser{"an ellipsis in brackets", {}, story + "<p>and so [&#8230;]</p>", yes},
      Teaser{"a bare ellipsis", {}, story + "<p>and so...</p>", yes},
      Teaser{"a story that trails off", story + "<p>and so…</p>", {}, no},
      Teaser{"read more", {}, story + "<p><a href='x'>Read more &raquo;</a></p>", yes},
      Teaser{"continue reading in content",
             story + "<p><a href='x'>Continue reading <span>One</span> &rarr;</a></p>",
             {},
             yes},
      Teaser{"continue reading in the line",
             {},
             story + "<p>and so&hellip; <a href='x'>Continue reading One</a></p>",
             yes},
      Teaser{"more in brackets", {}, story + "<p>and so <a href='x'>(more&#8230;)</a></p>", yes},
      Teaser{"weiterlesen", {}, story + "<a href='x'>Weiterlesen →</a>", yes},
      Teaser{"words about reading", story + "<p>If you read more, you keep reading books as I do.</p>", {}, no},
      Teaser{
          "a teaser with a farewell",
          {},
          story + "<p>and so [&#8230;]</p><p>The post <a href='x'>One</a> appeared first on <a href='y'>Blog</a>.</p>",
          yes},
  };
  for (const Teaser& teaser : teasers) {
    CAPTURE(teaser.what);
    FeedEntry entry;
    entry.title = "One";
    entry.content = teaser.content;
    entry.summary = teaser.summary;
    CHECK(item(entry, {}).excerpt == teaser.excerpt);
  }
}

TEST_CASE("a note without a title is whole however short") {
  FeedEntry entry;
  entry.summary = "Hello from the train.";
  CHECK(item(entry, {}).excerpt == core::Excerpt::no);
}

TEST_CASE("farewells are left out") {
  constexpr std::array<std::string_view, 4> farewells = {
      "<p>The post <a href=\"x\">One</a> appeared first on <a href=\"y\">Blog</a>.</p>",
      "<p>The post One first appeared on Blog.</p>",
      "<p>Der Beitrag <a href=\"x\">One</a> erschien zuerst auf <a href=\"y\">Blog</a>.</p>",
      "<p>L&#8217;article One est apparu en premier sur Blog.</p>"};
  for (const std::string_view farewell : farewells) {
    CAPTURE(farewell);
    FeedEntry entry;
    entry.content = "<p>Story.</p>" + std::string(farewell);
    CHECK(core::plain_text(item(entry, {}).body) == "Story.");
  }
  FeedEntry entry;
  entry.content = "<p>The post office appeared.</p>";
  CHECK(core::plain_text(item(entry, {}).body) == "The post office appeared.");
}

struct Markup {
  std::string_view before;
  std::string_view after;
};

TEST_CASE("pixels that count readers are left out") {
  constexpr std::array samples = {
      Markup{"a<img src='x' width='1' height='1'/>b", "ab"},
      Markup{"a<IMG SRC=x HEIGHT=1 WIDTH=0>b", "ab"},
      Markup{"a<img width=\"1px\" height=\"1px\" alt=\"\">b", "ab"},
      Markup{"a<img style=\"width: 1px; height: 1px\" src=\"y\">b", "ab"},
      Markup{"a<img src=\"http://feeds.feedburner.com/~r/b/~4/x\">b", "ab"},
      Markup{"a<div class=\"feedflare\"><a href=\"x\"><img src=\"y\"></a></div>b", "ab"},
      Markup{"a<img src='x' width='10' height='1'>b", "a<img src='x' width='10' height='1'>b"},
      Markup{"a<img src='x' data-width='1' height='1'>b", "a<img src='x' data-width='1' height='1'>b"},
      Markup{"a<img src='x'>b", "a<img src='x'>b"},
      Markup{"a<img", "a<img"},
  };
  for (const Markup& sample : samples) {
    CAPTURE(sample.before);
    CHECK(without_trackers(sample.before) == sample.after);
  }
}

}  // namespace
}  // namespace mediumsync::parse
