#include "source/raw_entry.hpp"

#include <doctest/doctest.h>
#include <stdexcept>
#include <string>

using namespace mediumsync;
using namespace std::string_literals;
using source::pack;
using source::unpack;

namespace {

parse::FeedEntry entry() {
  parse::FeedEntry entry;
  entry.id = "tag:blog.example,2026:1";
  entry.title = "A title: with a colon";
  entry.link = "https://blog.example/1";
  entry.original = "https://blog.example/one";
  entry.about = "https://elsewhere.example/";
  entry.author = "Jane";
  entry.content = "<p>12:34 \0 and \xc3\xa9</p>"s;
  entry.summary = "";
  entry.markdown = "# A *title*";
  entry.categories = {"one", "", "3:two"};
  entry.attachments = {{"https://blog.example/a.mp3", "audio/mpeg", std::nullopt},
                       {"https://blog.example/b.mp4", std::nullopt, "A film"}};
  entry.published = core::TimePoint(core::Duration(1'770'000'000'123));
  entry.updated = core::TimePoint(core::Duration(-5));
  entry.base = "https://blog.example/base/";
  return entry;
}

parse::Feed feed() {
  parse::Feed feed;
  feed.link = "https://blog.example/";
  return feed;
}

}  // namespace

TEST_CASE("an entry that was kept is the entry that it was") {
  const auto kept = unpack(pack(entry(), feed()).bytes);
  const parse::FeedEntry expected = entry();
  CHECK(kept.entry.id == expected.id);
  CHECK(kept.entry.title == expected.title);
  CHECK(kept.entry.link == expected.link);
  CHECK(kept.entry.original == expected.original);
  CHECK(kept.entry.about == expected.about);
  CHECK(kept.entry.author == expected.author);
  CHECK(kept.entry.content == expected.content);
  CHECK(kept.entry.summary == expected.summary);
  CHECK(kept.entry.markdown == expected.markdown);
  CHECK(kept.entry.categories == expected.categories);
  CHECK(kept.entry.published == expected.published);
  CHECK(kept.entry.updated == expected.updated);
  CHECK(kept.entry.base == expected.base);
  CHECK(kept.feed.link == "https://blog.example/");
  REQUIRE(kept.entry.attachments.size() == 2);
  CHECK(kept.entry.attachments[0].type == "audio/mpeg");
  CHECK_FALSE(kept.entry.attachments[0].title);
  CHECK(kept.entry.attachments[1].url == "https://blog.example/b.mp4");
  CHECK(kept.entry.attachments[1].title == "A film");
  const auto empty = unpack(pack({}, {}).bytes);
  CHECK_FALSE(empty.entry.title);
  CHECK_FALSE(empty.feed.link);
}

TEST_CASE("an entry's digest tells an edit from a new date or id") {
  const std::string digest = pack(entry(), feed()).digest;
  parse::FeedEntry other = entry();
  other.published.reset();
  other.id = "another";
  CHECK(pack(other, feed()).digest == digest);
  other.title = "Another title";
  CHECK(pack(other, feed()).digest != digest);
  other = entry();
  other.summary.reset();
  CHECK(pack(other, feed()).digest != digest);
}

TEST_CASE("bytes that are no entry are refused") {
  const std::string whole = pack(entry(), feed()).bytes;
  for (const std::string& bytes : {std::string("t5"), std::string("t5:abc"), std::string("t-1:"), std::string("tx:abc"),
                                   std::string("p3:abc"), whole.substr(0, whole.size() - 1)}) {
    CAPTURE(bytes);
    CHECK_THROWS_AS(unpack(bytes), std::runtime_error);
  }
}
